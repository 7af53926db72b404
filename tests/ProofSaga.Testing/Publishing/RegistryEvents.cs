using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Rpc;

namespace ProofSaga.Testing.Publishing;

/// <summary>What became of proofs, as the chain tells it.</summary>
public static class RegistryEvents
{
    /// <summary>The registry's events of the proofs, of refusals too, in the order of the chain.</summary>
    public static async Task<IReadOnlyList<FilterLog>> ReadAsync(
        EthereumClient client,
        Address registry,
        IEnumerable<VerifiedProof> proofs,
        CancellationToken cancellationToken = default
    )
    {
        var ids = proofs.Select(proof => RegistryIds.Proof(proof.Id)).ToHashSet();
        var filter = new LogFilter { Address = registry, FromBlock = BlockParameter.Earliest };
        var logs = await client.GetLogsAsync(filter, cancellationToken);
        return [.. logs.Where(log => log.Topics is [_, var id, ..] && ids.Contains(id))];
    }
}
