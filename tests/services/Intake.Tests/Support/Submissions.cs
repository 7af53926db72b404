using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProofSaga.Intake.Tests.Support;

/// <summary>A submission that is right in every way, and ways to post one.</summary>
static class Submissions
{
    /// <summary>Long enough that it turns up nowhere by chance.</summary>
    public const string Secret = "31415926535897932384626433832795028841971";

    public static JsonObject Valid(Guid? proofId = null) =>
        new()
        {
            ["proof_id"] = (proofId ?? Guid.NewGuid()).ToString(),
            ["circuit"] = "preimage",
            ["proof_system"] = "groth16",
            ["inputs"] = new JsonObject
            {
                ["preimage"] = new JsonArray(Secret, "2"),
                ["hash"] = "7853200120776062878684798364095072458815029376092732009249414526327459813530",
            },
            ["priority"] = "high",
            ["publish"] = false,
            ["callback_url"] = "https://upstream.example/done?job=7",
            ["client"] = "relay",
            ["metadata"] = new JsonObject { ["order"] = "42" },
        };

    public static JsonObject With(this JsonObject submission, string member, JsonNode? value)
    {
        submission[member] = value;
        return submission;
    }

    public static Task<HttpResponseMessage> PostProofAsync(this HttpClient http, JsonNode submission) =>
        http.PostBytesAsync(Encoding.UTF8.GetBytes(submission.ToJsonString()));

    public static Task<HttpResponseMessage> PostBytesAsync(
        this HttpClient http,
        byte[] body,
        string contentType = "application/json"
    )
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        return http.PostAsync(new Uri("/api/v1/proofs", UriKind.Relative), content);
    }

    public static Task<HttpResponseMessage> GetProofAsync(this HttpClient http, string id) =>
        http.GetAsync(new Uri($"/api/v1/proofs/{id}", UriKind.Relative));

    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response)
    {
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return json.RootElement.Clone();
    }

    /// <summary>The fields that a problem names.</summary>
    public static IEnumerable<string> Fields(this JsonElement problem) =>
        problem.GetProperty("errors").EnumerateObject().Select(error => error.Name);
}
