using System.Security.Cryptography;
using ProofSaga.Circuits.Proofs;
using ProofSaga.Contracts.Failures;

namespace ProofSaga.Prover.ProofSystems.Commitment;

/// <summary>A hiding and binding commitment to the inputs, made in process: see <see cref="HashCommitment"/>.</summary>
sealed class CommitmentProofSystem : IProofSystem
{
    public const string Name = InstantProofSystems.Commitment;

    public ProofSystemDescription Describe() => new(Name, VerifiableOnChain: false, IsInstant: true);

    public Task<GeneratedProof> ProveAsync(
        ProofRequest request,
        IProgress<ProverProgress> progress,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        var circuit = request.Circuit;
        _ = circuit.GetProofSystem(Name);

        var opening = HashCommitment.NewOpening();
        var commitment = HashCommitment.Compute(opening, circuit, request.Inputs);
        var proof = new CommitmentProof(
            HashCommitment.Scheme,
            Convert.ToHexStringLower(commitment),
            Convert.ToHexStringLower(opening)
        );

        // nothing is proved of the public signals, so none are claimed
        var document = new ProofDocument(Name, circuit.Name, circuit.Version, proof.ToJson(), PublicSignals: []);
        return Task.FromResult(new GeneratedProof(document.ToUtf8Json(), document.PublicSignals));
    }

    public Task<VerificationResult> VerifyAsync(VerificationRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _ = request.Circuit.GetProofSystem(Name);
        var problem = ProofDocumentReading.Read(request, Name, out var document) ?? Check(request, document);
        return Task.FromResult(problem is null ? VerificationResult.Valid : VerificationResult.Invalid(problem));
    }

    static string? Check(VerificationRequest request, ProofDocument document)
    {
        if (document.PublicSignals.Count > 0)
            return "A commitment has no public signals.";
        if (CommitmentProof.TryRead(document.Proof) is not { Scheme: HashCommitment.Scheme } proof)
            return $"The proof is not a commitment of the scheme {HashCommitment.Scheme}.";
        if (!TryReadHex(proof.Opening, out var opening) || !TryReadHex(proof.Commitment, out var commitment))
            return "Commitment and opening must be 32 bytes each, in lower-case hexadecimal.";

        var inputs =
            request.Inputs
            ?? throw new ProofSystemException(
                FailureCodes.InputsRequired,
                "A commitment can only be checked with the inputs that it is to."
            );
        return CryptographicOperations.FixedTimeEquals(
            commitment,
            HashCommitment.Compute(opening, request.Circuit, inputs)
        )
            ? null
            : "The commitment is not one to these inputs.";
    }

    static bool TryReadHex(string text, out byte[] bytes)
    {
        bytes = [];
        if (text.Length != 2 * HashCommitment.OpeningBytes || !text.All(char.IsAsciiHexDigitLower))
            return false;
        bytes = Convert.FromHexString(text);
        return true;
    }
}
