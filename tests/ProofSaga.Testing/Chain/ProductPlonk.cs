using System.Diagnostics;
using System.Text.Json;
using ProofSaga.Ethereum.Registry;

namespace ProofSaga.Testing.Chain;

/// <summary>Plonk proofs that snarkjs made for the product fixture's circuit, whose second public signal is a nullifier, and the contract that verifies them.</summary>
public static class ProductPlonk
{
    static readonly Lazy<JsonElement> Fixture = new(ReadFixture);

    /// <summary>As snarkjs writes it.</summary>
    public static byte[] VerificationKey =>
        JsonSerializer.SerializeToUtf8Bytes(Fixture.Value.GetProperty("verificationKey"));

    /// <param name="name"><c>threeTimesEleven</c>, <c>fiveTimesSeven</c>; <c>threeTimesFour</c> has the nullifier of the first.</param>
    /// <returns><c>proof.json</c> and <c>public.json</c>.</returns>
    public static (JsonElement Proof, JsonElement PublicSignals) Proof(string name)
    {
        var proof = Fixture.Value.GetProperty("proofs").GetProperty(name);
        return (proof.GetProperty("proof"), proof.GetProperty("publicSignals"));
    }

    /// <summary>Generates and compiles the contract in the folder.</summary>
    public static async Task<PlonkVerifierArtifact> MakeVerifierAsync(string folder)
    {
        await ChainToolchain.EnsureAsync();
        var key = Path.Combine(folder, "verification_key.json");
        await File.WriteAllBytesAsync(key, VerificationKey);
        var script = Path.Combine(RepositoryRoot.Infra, "chain", "plonk-verifier.mjs");
        var start = new ProcessStartInfo("node", [script, key, folder])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var path = (await process.StandardOutput.ReadToEndAsync()).Trim();
        await process.WaitForExitAsync();
        return await PlonkVerifierArtifact.LoadAsync(path);
    }

    static JsonElement ReadFixture()
    {
        var path = Path.Combine(RepositoryRoot.Infra, "chain", "test", "fixtures", "product-plonk.json");
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        return json.RootElement.Clone();
    }
}
