using System.Net.Http.Json;
using System.Text.Json;

namespace ProofSaga.Cli.Api;

/// <summary>The calls of the HTTP API that the command line needs.</summary>
public sealed class ProofSagaClient(HttpClient http)
{
    static readonly JsonSerializerOptions SnakeCase = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <returns>The id of the accepted proof.</returns>
    /// <exception cref="ProofSagaApiException">The API refused; the message holds its reasons.</exception>
    public async Task<Guid> SubmitAsync(ProofSubmission submission, CancellationToken cancellationToken)
    {
        using var answer = await http.PostAsJsonAsync("/api/v1/proofs", submission, SnakeCase, cancellationToken);
        var accepted = await ReadAsync<AcceptedProof>(answer, cancellationToken);
        return accepted.ProofId;
    }

    /// <exception cref="ProofSagaApiException">No such proof.</exception>
    public async Task<ProofView> GetAsync(Guid proofId, CancellationToken cancellationToken)
    {
        using var answer = await http.GetAsync(
            new Uri($"/api/v1/proofs/{proofId}", UriKind.Relative),
            cancellationToken
        );
        return await ReadAsync<ProofView>(answer, cancellationToken);
    }

    static async Task<T> ReadAsync<T>(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.IsSuccessStatusCode)
            return (await answer.Content.ReadFromJsonAsync<T>(SnakeCase, cancellationToken))!;

        var problem = await answer.Content.ReadAsStringAsync(cancellationToken);
        throw new ProofSagaApiException($"{(int)answer.StatusCode} {answer.ReasonPhrase}: {problem}");
    }

    sealed record AcceptedProof(Guid ProofId);
}
