using Microsoft.Extensions.Options;
using ProofSaga.Circuits.Artifacts;
using ProofSaga.Contracts.Proving;
using ProofSaga.Hosting.Messaging;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Prover.ProofSystems;

namespace ProofSaga.Prover.Generating;

/// <summary>
/// Puts a finished proof away: first as an artifact, then in the database.
/// A proof is expensive: a database that is away is waited for as long as the process lives, its grace included, an artifact
/// store that fails for <see cref="ProverOptions.StoreTimeout"/>; neither is answered with a new proof at once.
/// </summary>
public sealed class GeneratedProofStore(
    IArtifactStore artifacts,
    IServiceScopeFactory scopes,
    DatabaseWatch database,
    IHostApplicationLifetime lifetime,
    IOptions<ProverOptions> options,
    TimeProvider time,
    ILogger<GeneratedProofStore> logger
)
{
    static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    /// <remarks>
    /// The order's delivery also ends with the connection to the broker, and the proof is worth storing all the same. A
    /// process that stops still tries once.
    /// </remarks>
    /// <param name="delivery">The order's own token: heard only when the process stops, as the end of its grace.</param>
    /// <returns>
    /// The proof's address; null when another attempt's proof was stored first: it is kept, this one is dropped.
    /// </returns>
    /// <exception cref="ProofSystemException">The artifact store does not take it: transient.</exception>
    /// <exception cref="OperationCanceledException">The process is stopping, and the proof is not stored.</exception>
    public async Task<string?> StoreAsync(
        GenerateProof order,
        ReadOnlyMemory<byte> document,
        TimeSpan generationTime,
        CancellationToken delivery
    )
    {
        using var graceIsOver = new BothCancelled(lifetime.ApplicationStopping, delivery);
        var sha256 = await StoreArtifactAsync(order, document, graceIsOver.Token);
        for (var pause = ShortestPause; ; pause = Longer(pause))
        {
            try
            {
                return await SaveAsync(order, document.ToArray(), sha256, generationTime) ? sha256 : null;
            }
            catch (Exception failure) when (failure.IsDatabaseFailure())
            {
                logger.StoringAgain(order.ProofId, failure);
            }

            await database.UntilItAnswersAsync(graceIsOver.Token);
            // it may answer and refuse: a full disk, a standby that is not promoted yet
            await Task.Delay(pause, time, graceIsOver.Token);
        }
    }

    async Task<string> StoreArtifactAsync(
        GenerateProof order,
        ReadOnlyMemory<byte> document,
        CancellationToken stopping
    )
    {
        var startedAt = time.GetTimestamp();
        for (var pause = ShortestPause; ; pause = Longer(pause))
        {
            try
            {
                return await artifacts.StoreAsync(document, CancellationToken.None);
            }
            catch (ArtifactStoreUnavailableException failure)
            {
                if (time.GetElapsedTime(startedAt) >= options.Value.StoreTimeout)
                    throw new ProofSystemException(failure.Code, failure.Message, failure);

                logger.StoringAgain(order.ProofId, failure);
            }

            await Task.Delay(pause, time, stopping);
        }
    }

    async Task<bool> SaveAsync(GenerateProof order, byte[] document, string sha256, TimeSpan generationTime)
    {
        // a scope of its own for each try: what failed with a connection must not be used again
        await using var scope = scopes.CreateAsyncScope();
        var works = scope.ServiceProvider.GetRequiredService<ProofWorkStore>();
        return await works.StoreGeneratedAsync(order.ProofId, document, sha256, generationTime, CancellationToken.None);
    }

    static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;
}
