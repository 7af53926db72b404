using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Transactions;
using ProofSaga.Testing.Chain;
using ProofSaga.Testing.Publishing;

namespace ProofSaga.Benchmarks.Publishing;

/// <summary>Publishes on a chain of its own, without any publisher, and reads what each transaction took.</summary>
sealed class GasMeter(LocalChainFixture chain, ProofRegistryClient registry)
{
    /// <summary>Proofs of one <c>publishBatch</c>.</summary>
    static readonly int[] Sizes = [1, 8, ProofRegistryCalls.LargestBatch];

    readonly TransactionSender sender = new(chain.Client, chain.Owner) { PollInterval = TimeSpan.FromMilliseconds(20) };

    public static async Task<(BatchGas Groth16, BatchGas Attestation)> MeasureAsync(CancellationToken cancellationToken)
    {
        await using var chain = await LocalChainFixture.StartAsync();
        var meter = new GasMeter(chain, await chain.DeployRegistryAsync(VerifiedProofs.Circuit));
        return (
            await meter.MeasureAsync(SinglePublication(), Publications, cancellationToken),
            await meter.MeasureAsync(SingleAttestation(), Attestations, cancellationToken)
        );
    }

    async Task<BatchGas> MeasureAsync(byte[] single, Func<int, byte[]> batch, CancellationToken cancellationToken)
    {
        var alone = await GasAsync(single, items: 1, cancellationToken);
        var perProof = new Dictionary<int, double>();
        foreach (var size in Sizes)
            perProof[size] = await GasAsync(batch(size), size, cancellationToken) / size;
        return new BatchGas(alone, perProof);
    }

    /// <exception cref="InvalidOperationException">Not every item was recorded: then its gas says nothing.</exception>
    async Task<double> GasAsync(byte[] call, int items, CancellationToken cancellationToken)
    {
        var receipt = await sender.SendAndWaitAsync(registry.Address, call, cancellationToken);
        var recorded = receipt.Logs.Count(log => IsRecord(log.Topics[0]));
        return recorded == items
            ? receipt.GasUsed
            : throw new InvalidOperationException($"{recorded} of {items} proofs were recorded.");
    }

    static bool IsRecord(Bytes32 topic) => topic == ProofPublishedEvent.Topic || topic == ProofAttestedEvent.Topic;

    static byte[] SinglePublication()
    {
        var item = VerifiedProofs.Publication(0);
        return ProofRegistryCalls.Publish(item.ProofId, item.CircuitId, item.Proof, item.PublicSignals);
    }

    static byte[] SingleAttestation()
    {
        var item = VerifiedProofs.Attestation();
        return ProofRegistryCalls.Attest(item.ProofId, item.CircuitId, item.ProofSystem, item.ProofHash);
    }

    static byte[] Publications(int size) =>
        ProofRegistryCalls.PublishBatch([.. Enumerable.Range(0, size).Select(VerifiedProofs.Publication)], [], []);

    static byte[] Attestations(int size) =>
        ProofRegistryCalls.PublishBatch(
            [],
            [],
            [.. Enumerable.Range(0, size).Select(_ => VerifiedProofs.Attestation())]
        );
}
