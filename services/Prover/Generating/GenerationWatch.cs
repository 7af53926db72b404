using ProofSaga.Persistence;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Prover.Generating;

/// <summary>Stops the prover of a proof that nobody waits for any more: each second it asks the proof's row.</summary>
public sealed class GenerationWatch(IServiceScopeFactory scopes, TimeProvider time)
{
    static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Runs a generation as long as the proof's status is one of its stage.</summary>
    /// <param name="generate">Ends its prover when its token is cancelled.</param>
    /// <exception cref="GenerationUnwantedException">The proof has another status.</exception>
    public async Task<T> WhileWantedAsync<T>(
        Guid proofId,
        Func<CancellationToken, Task<T>> generate,
        CancellationToken cancellationToken
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var done = new CancellationTokenSource();
        var watching = WatchAsync(proofId, stop, done.Token);
        try
        {
            return await generate(stop.Token);
        }
        catch (OperationCanceledException)
            when (!cancellationToken.IsCancellationRequested && stop.IsCancellationRequested)
        {
            throw new GenerationUnwantedException($"the proof is {SnakeCase.Of((await watching)!.Value)}");
        }
        finally
        {
            await done.CancelAsync();
            await watching;
        }
    }

    /// <returns>The status that made the proof unwanted; null when the generation was over first.</returns>
    async Task<ProofStatus?> WatchAsync(Guid proofId, CancellationTokenSource stop, CancellationToken done)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(done))
            {
                if (await FindUnwantedAsync(proofId, done) is not { } status)
                    continue;

                await stop.CancelAsync();
                return status;
            }
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested) { }

        return null;
    }

    async Task<ProofStatus?> FindUnwantedAsync(Guid proofId, CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var works = scope.ServiceProvider.GetRequiredService<ProofWorkStore>();
            var status = await works.FindStatusAsync(proofId, cancellationToken);
            return status is ProofStatus.Cancelled or ProofStatus.Failed ? status : null;
        }
        catch (Exception failure) when (failure.IsDatabaseFailure())
        {
            // a database that is away says nothing: the proof goes on, and is asked about again
            return null;
        }
    }
}
