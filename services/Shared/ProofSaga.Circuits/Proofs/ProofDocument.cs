using System.Text.Json;

namespace ProofSaga.Circuits.Proofs;

/// <summary>
/// A finished proof as it is stored, verified and published:
/// <c>{"proof_system","circuit","circuit_version","proof":{…},"public_signals":["…"]}</c>.
/// </summary>
/// <param name="ProofSystem">The proof system that made it.</param>
/// <param name="Circuit">Name of the circuit.</param>
/// <param name="CircuitVersion">Version of the circuit's manifest that it was made with.</param>
/// <param name="Proof">A JSON object in the proof system's own form (groth16: snarkjs' <c>pi_a</c>, <c>pi_b</c>, <c>pi_c</c>).</param>
/// <param name="PublicSignals">Field elements as decimal strings, in the order of the manifest's public signals.</param>
public sealed record ProofDocument(
    string ProofSystem,
    string Circuit,
    int CircuitVersion,
    JsonElement Proof,
    IReadOnlyList<string> PublicSignals
)
{
    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>The document as the artifact store keeps it: UTF-8 JSON without white space, members in their one order.</summary>
    public byte[] ToUtf8Json() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    /// <summary>Reads a stored document.</summary>
    /// <exception cref="FormatException">It is no proof document; the message says why.</exception>
    public static ProofDocument Parse(ReadOnlySpan<byte> utf8Json)
    {
        ProofDocument document;
        try
        {
            document = JsonSerializer.Deserialize<ProofDocument>(utf8Json, Json) ?? throw NotADocument("it is null");
        }
        catch (JsonException error)
        {
            throw NotADocument($"line {error.LineNumber + 1}, {error.Path}");
        }

        if (document.Proof.ValueKind != JsonValueKind.Object)
            throw NotADocument("'proof' is not an object");
        if (document.PublicSignals.Any(signal => signal is null))
            throw NotADocument("'public_signals' holds null");
        return document;
    }

    static FormatException NotADocument(string why) => new($"This is not a proof document: {why}.");
}
