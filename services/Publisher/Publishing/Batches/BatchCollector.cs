using Microsoft.Extensions.Options;
using ProofSaga.Publisher.Chains;

namespace ProofSaga.Publisher.Publishing.Batches;

/// <summary>Collects proofs that are to be published until they fill a batch, or the first of them has waited long enough.</summary>
sealed class BatchCollector(
    BatchPreparation preparation,
    IOptions<ChainOptions> options,
    IHostApplicationLifetime lifetime,
    TimeProvider time
)
{
    readonly Lock gate = new();
    Batch? open;

    /// <returns>Where the proof's transaction will be mined; null when the registry has the proof already.</returns>
    /// <exception cref="PublicationException">The registry would refuse the proof: permanent. Or not now: transient.</exception>
    /// <exception cref="Ethereum.EthereumException">The chain gave no good answer.</exception>
    public Task<NonceSlot?> JoinAsync(PublishingChain chain, RegistryItem item, CancellationToken cancellationToken) =>
        Join(chain, item).Place.WaitAsync(cancellationToken);

    BatchMember Join(PublishingChain chain, RegistryItem item)
    {
        lock (gate)
        {
            // the chain is another one after its connection was lost
            if (open is not null && (open.Chain != chain || !open.HasRoomFor(item)))
                Close();
            if (open is null)
            {
                var batch = open = new Batch(chain, options.Value.BatchSize);
                _ = Task.Run(() => CloseInTimeAsync(batch));
            }

            var member = open.Add(item);
            if (open.IsFull)
                Close();
            return member;
        }
    }

    async Task CloseInTimeAsync(Batch batch)
    {
        await Task.Delay(options.Value.BatchWindow, time, lifetime.ApplicationStopped);
        lock (gate)
        {
            if (open == batch)
                Close();
        }
    }

    void Close()
    {
        var batch = open!;
        open = null;
        // on its own: whoever filled the batch holds the lock, and every member waits for its place
        _ = Task.Run(() => preparation.PrepareAsync(batch, lifetime.ApplicationStopped));
    }
}
