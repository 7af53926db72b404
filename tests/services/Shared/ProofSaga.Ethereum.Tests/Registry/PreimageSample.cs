using System.Text.Json;
using ProofSaga.Ethereum.Registry;

namespace ProofSaga.Ethereum.Tests.Registry;

/// <summary>A proof that snarkjs made for a circuit with one public signal, and the key that verifies it.</summary>
static class PreimageSample
{
    public static readonly Bytes32 CircuitId = RegistryIds.Circuit("preimage", "1.0.0");

    public static JsonElement Proof => Read("proof.json");

    public static JsonElement PublicSignals => Read("public.json");

    public static JsonElement VerificationKey => Read("verification_key.json");

    public static CircuitRegistration Circuit { get; } =
        new(CircuitId, Groth16Encoding.VerificationKey(VerificationKey), NullifierIndex: null);

    public static byte[] PublishCall(Bytes32 proofId) =>
        ProofRegistryCalls.Publish(
            proofId,
            CircuitId,
            Groth16Encoding.Proof(Proof),
            Groth16Encoding.PublicSignals(PublicSignals)
        );

    public static Groth16Publication Publication(Bytes32 proofId) =>
        new(proofId, CircuitId, Groth16Encoding.Proof(Proof), Groth16Encoding.PublicSignals(PublicSignals));

    static JsonElement Read(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Registry", "Preimage", name);
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        return json.RootElement.Clone();
    }
}
