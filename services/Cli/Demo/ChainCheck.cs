using ProofSaga.Cli.Api;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Rpc;

namespace ProofSaga.Cli.Demo;

/// <summary>Asks the chain itself about each proof: the registry's state and its event, against what the API said.</summary>
static class ChainCheck
{
    public static async Task<IReadOnlyList<ChainCheckResult>> RunAsync(
        Uri rpcUrl,
        IReadOnlyList<ProofView> proofs,
        CancellationToken cancellationToken
    )
    {
        using var http = new HttpClient();
        var client = new EthereumClient(http, new EthereumClientOptions { RpcUrl = rpcUrl });
        var results = new List<ChainCheckResult>();
        foreach (var proof in proofs)
            results.Add(new ChainCheckResult(proof.ProofId, await FindProblemAsync(client, proof, cancellationToken)));

        return results;
    }

    static async Task<string?> FindProblemAsync(
        EthereumClient client,
        ProofView proof,
        CancellationToken cancellationToken
    )
    {
        if (
            proof.Publication is not { RegistryAddress: { } address, TransactionHash: { } hash, BlockNumber: { } block }
        )
            return proof.Error?.Message ?? proof.Publication?.Reason ?? $"the proof is {proof.Status}";

        var registry = new ProofRegistryClient(client, Address.Parse(address));
        var proofId = RegistryIds.Proof(proof.ProofId);
        if (!await registry.IsPublishedAsync(proofId, cancellationToken))
            return "the registry does not know it";

        var published = await registry.FindPublicationAsync(proofId, BlockParameter.Earliest, cancellationToken);
        return published is null ? "the registry emitted no event"
            : published.TransactionHash != Bytes32.Parse(hash)
                ? $"its event is in transaction {published.TransactionHash}"
            : published.BlockNumber != (ulong)block ? $"its event is in block {published.BlockNumber}"
            : null;
    }
}
