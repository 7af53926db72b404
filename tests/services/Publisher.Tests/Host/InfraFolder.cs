using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProofSaga.Testing;
using ProofSaga.Testing.Chain;

namespace ProofSaga.Publisher.Tests.Host;

/// <summary>An <c>infra</c> folder with the product fixture's circuit, for plonk, in place of the shipped ones.</summary>
sealed class InfraFolder : IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("proofsaga-infra-");

    /// <param name="circuitVersion">Of the circuit <c>product</c>.</param>
    /// <param name="hasGenerator">Can verifier contracts be made?</param>
    public InfraFolder(int circuitVersion = 1, bool hasGenerator = true)
    {
        Link("node_modules");
        var chain = folder.CreateSubdirectory("chain");
        var artifacts = chain.CreateSubdirectory("artifacts");
        File.Copy(
            System.IO.Path.Combine(RepositoryRoot.Infra, "chain", "artifacts", "ProofRegistry.json"),
            System.IO.Path.Combine(artifacts.FullName, "ProofRegistry.json")
        );
        if (hasGenerator)
            Link("chain", "plonk-verifier.mjs");
        WriteCircuit(circuitVersion, ProductPlonk.VerificationKey);
    }

    public string Path => folder.FullName;

    /// <summary>Takes another plonk verification key for the circuit.</summary>
    public void WriteCircuit(int version, byte[] verificationKey)
    {
        var circuit = folder.CreateSubdirectory("circuits").CreateSubdirectory("product");
        File.WriteAllBytes(System.IO.Path.Combine(circuit.FullName, "plonk_key.json"), verificationKey);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(verificationKey));
        var manifest = $$"""
            {
              "name": "product",
              "version": {{version}},
              "description": "Knowledge of two factors.",
              "inputs": [
                { "name": "a", "shape": [], "visibility": "private" },
                { "name": "b", "shape": [], "visibility": "private" },
                { "name": "nullifier", "shape": [], "visibility": "public" }
              ],
              "public_signals": ["product", "nullifier"],
              "nullifier": "nullifier",
              "proof_systems": [
                {
                  "name": "plonk",
                  "artifacts": { "verification_key": { "path": "plonk_key.json", "sha256": "{{sha256}}" } }
                }
              ]
            }
            """;
        File.WriteAllText(System.IO.Path.Combine(circuit.FullName, "circuit.json"), manifest);
    }

    /// <summary>Makes the registry's contract another one, which would be at another address.</summary>
    public void ChangeContract()
    {
        var path = System.IO.Path.Combine(folder.FullName, "chain", "artifacts", "ProofRegistry.json");
        var artifact = JsonNode.Parse(File.ReadAllBytes(path))!;
        artifact["bytecode"] = artifact["bytecode"]!.GetValue<string>() + "00";
        File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(artifact));
    }

    void Link(params string[] path) =>
        File.CreateSymbolicLink(
            System.IO.Path.Combine([folder.FullName, .. path]),
            System.IO.Path.Combine([RepositoryRoot.Infra, .. path])
        );

    public void Dispose() => folder.Delete(recursive: true);
}
