using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.SystemTests.Support;

/// <summary>The HTTP API as a stranger calls it: URLs and JSON, none of our types.</summary>
sealed class ProofApi(Uri baseAddress) : IDisposable
{
    static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
    static readonly Uri Proofs = new("/api/v1/proofs", UriKind.Relative);

    readonly HttpClient http = new() { BaseAddress = baseAddress };

    public async Task<HttpResponseMessage> PostAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await http.PostAsync(Proofs, content);
    }

    /// <summary>Submits what must be accepted.</summary>
    public async Task<Guid> SubmitAsync(JsonObject submission)
    {
        using var response = await PostAsync(submission.ToJsonString());
        var answer = await response.Content.ReadAsStringAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted), answer);
        return JsonNode.Parse(answer)!["proof_id"]!.GetValue<Guid>();
    }

    /// <param name="rest">What follows <c>/api/v1/</c>.</param>
    public async Task<(HttpStatusCode Status, JsonNode Body)> SendAsync(
        HttpMethod method,
        string rest,
        JsonObject? body = null
    )
    {
        using var request = new HttpRequestMessage(method, new Uri($"/api/v1/{rest}", UriKind.Relative));
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await http.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }

    public async Task<string> GetTextAsync(Guid proofId) =>
        await http.GetStringAsync(new Uri($"/api/v1/proofs/{proofId}", UriKind.Relative));

    public async Task<ProofAnswer> GetAsync(Guid proofId) =>
        JsonSerializer.Deserialize<ProofAnswer>(await GetTextAsync(proofId), Json)!;

    public async Task<IReadOnlyList<ProofAnswer>> GetAllAsync(IEnumerable<Guid> proofIds) =>
        await Task.WhenAll(proofIds.Select(GetAsync));

    /// <summary>Waits until the proof is completed, failed or cancelled.</summary>
    public Task<ProofAnswer> EndOfAsync(Guid proofId) =>
        Eventually.GetAsync(() => GetAsync(proofId), proof => proof.IsOver, $"the end of proof {proofId}");

    public async Task<IReadOnlyList<ProofAnswer>> EndsOfAsync(IEnumerable<Guid> proofIds) =>
        await Task.WhenAll(proofIds.Select(EndOfAsync));

    public void Dispose() => http.Dispose();
}
