using System.Data.Common;
using Polly;
using Polly.Retry;
using ProofSaga.Circuits.Artifacts;
using ProofSaga.Contracts.Proving;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Prover.Generating;

/// <summary>
/// Puts a finished proof away: first as an artifact, then in the database.
/// A proof is expensive: a database that is away for a while is waited for, not answered with a new proof.
/// </summary>
public sealed class GeneratedProofStore(
    IArtifactStore artifacts,
    IServiceScopeFactory scopes,
    ILogger<GeneratedProofStore> logger
)
{
    static readonly ResiliencePropertyKey<Guid> ProofId = new("proof_id");

    readonly ResiliencePipeline patience = new ResiliencePipelineBuilder()
        .AddRetry(
            new RetryStrategyOptions
            {
                MaxRetryAttempts = 12,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(200),
                MaxDelay = TimeSpan.FromSeconds(15),
                UseJitter = true,
                ShouldHandle = new PredicateBuilder().Handle<Exception>(IsDatabaseFailure),
                OnRetry = retry =>
                {
                    logger.StoringAgain(
                        retry.Context.Properties.GetValue(ProofId, Guid.Empty),
                        retry.Outcome.Exception
                    );
                    return ValueTask.CompletedTask;
                },
            }
        )
        .Build();

    /// <returns>
    /// The proof's address; null when another attempt's proof was stored first: it is kept, this one is dropped.
    /// </returns>
    public async Task<string?> StoreAsync(
        GenerateProof order,
        ReadOnlyMemory<byte> document,
        TimeSpan generationTime,
        CancellationToken cancellationToken
    )
    {
        var sha256 = await artifacts.StoreAsync(document, cancellationToken);
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(ProofId, order.ProofId);
        try
        {
            var isFirst = await patience.ExecuteAsync(
                async attempt =>
                    await SaveAsync(order, document.ToArray(), sha256, generationTime, attempt.CancellationToken),
                context
            );
            return isFirst ? sha256 : null;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    async Task<bool> SaveAsync(
        GenerateProof order,
        byte[] document,
        string sha256,
        TimeSpan generationTime,
        CancellationToken cancellationToken
    )
    {
        // a scope of its own for each try: what failed with a connection must not be used again
        await using var scope = scopes.CreateAsyncScope();
        var works = scope.ServiceProvider.GetRequiredService<ProofWorkStore>();
        return await works.StoreGeneratedAsync(order.ProofId, document, sha256, generationTime, cancellationToken);
    }

    /// <summary>The provider's exception comes bare, or as the cause of one of Entity Framework's.</summary>
    static bool IsDatabaseFailure(Exception? exception) =>
        exception is not null && (exception is DbException || IsDatabaseFailure(exception.InnerException));
}
