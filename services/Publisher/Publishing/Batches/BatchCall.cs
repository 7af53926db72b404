using System.Collections.Immutable;
using ProofSaga.Ethereum.Registry;

namespace ProofSaga.Publisher.Publishing.Batches;

/// <summary>
/// A call of the registry that publishes many proofs: those to be verified first, those of one circuit side by side, and
/// then those to be attested.
/// </summary>
sealed class BatchCall
{
    /// <param name="items">At least one; at most <see cref="ProofRegistryCalls.LargestBatch"/>.</param>
    public BatchCall(IEnumerable<RegistryItem> items)
    {
        var all = items.ToArray();
        var groth16 = all.Where(item => item.Groth16Publication is not null)
            .GroupBy(item => item.Groth16Publication!.CircuitId)
            .SelectMany(circuit => circuit)
            .ToArray();
        var plonk = all.Where(item => item.PlonkPublication is not null).ToArray();
        var attested = all.Where(item => item.Attestation is not null).ToArray();
        Items = [.. groth16, .. plonk, .. attested];
        ProofIds = [.. Items.Select(item => item.ProofId)];
        Data = ProofRegistryCalls.PublishBatch(
            [.. groth16.Select(item => item.Groth16Publication!)],
            [.. plonk.Select(item => item.PlonkPublication!)],
            [.. attested.Select(item => item.Attestation!)]
        );
    }

    /// <summary>In the order of the call.</summary>
    public ImmutableArray<RegistryItem> Items { get; }

    /// <summary>In the order of the call.</summary>
    public ImmutableArray<Guid> ProofIds { get; }

    /// <summary>Call data for the registry.</summary>
    public byte[] Data { get; }

    /// <returns>The call for the other proofs; itself, if there is nothing to leave out; null when nothing is left.</returns>
    public BatchCall? Without(IEnumerable<Guid> proofIds)
    {
        var rest = Items.ExceptBy(proofIds, item => item.ProofId).ToArray();
        return rest.Length == 0 ? null
            : rest.Length == Items.Length ? this
            : new BatchCall(rest);
    }

    /// <returns>Two calls for half of the proofs each.</returns>
    public (BatchCall First, BatchCall Second) Halve()
    {
        var half = Items.Length / 2;
        return (new BatchCall(Items[..half]), new BatchCall(Items[half..]));
    }
}
