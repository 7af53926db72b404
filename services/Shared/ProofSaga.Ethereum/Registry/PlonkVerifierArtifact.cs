namespace ProofSaga.Ethereum.Registry;

/// <summary>A compiled contract that verifies the plonk proofs of one circuit.</summary>
/// <param name="Bytecode">The creation code; its constructor has no argument.</param>
/// <param name="SignalCount">Public signals of the circuit.</param>
/// <param name="VerificationKeySha256">SHA-256 of the verification key's file, 64 lower-case hexadecimal digits.</param>
public sealed record PlonkVerifierArtifact(ReadOnlyMemory<byte> Bytecode, int SignalCount, string VerificationKeySha256)
{
    /// <summary>Reads a file that <c>node infra/chain/plonk-verifier.mjs</c> made.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="FormatException">The file is no compiled contract.</exception>
    public static Task<PlonkVerifierArtifact> LoadAsync(string path, CancellationToken cancellationToken = default) =>
        ContractArtifactFile.ReadAsync(
            path,
            root => new PlonkVerifierArtifact(
                ContractArtifactFile.Bytecode(root),
                root.GetProperty("signalCount").GetInt32(),
                ContractArtifactFile.Text(root, "verificationKeySha256")
            ),
            cancellationToken
        );
}
