using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProofSaga.Prover.ProofSystems.Commitment;

/// <summary>The <c>proof</c> of a commitment's document.</summary>
/// <param name="Scheme"><see cref="HashCommitment.Scheme"/>.</param>
/// <param name="Commitment">32 bytes, lower-case hexadecimal.</param>
/// <param name="Opening">32 bytes, lower-case hexadecimal.</param>
sealed record CommitmentProof(
    [property: JsonPropertyName("scheme")] string Scheme,
    [property: JsonPropertyName("commitment")] string Commitment,
    [property: JsonPropertyName("opening")] string Opening
)
{
    static readonly JsonSerializerOptions Json = new()
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static CommitmentProof? TryRead(JsonElement json)
    {
        try
        {
            return json.Deserialize<CommitmentProof>(Json);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public JsonElement ToJson() => JsonSerializer.SerializeToElement(this, Json);
}
