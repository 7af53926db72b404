using ProofSaga.Contracts.Failures;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Abi;
using ProofSaga.Ethereum.Registry;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Ethereum.Transactions;
using ProofSaga.Publisher.Chains;

namespace ProofSaga.Publisher.Publishing;

/// <summary>Reads from a mined transaction what the registry made of one of its proofs.</summary>
static class PublicationOutcome
{
    /// <returns>true when the proof was published by it; false when the registry had it already.</returns>
    /// <exception cref="PublicationException">The registry refused it: permanent. Or the transaction had no effect: transient.</exception>
    /// <exception cref="EthereumException">The chain gave no good answer.</exception>
    public static async Task<bool> IsPublishedAsync(
        PublishingChain chain,
        RegistryItem item,
        TransactionReceipt receipt,
        CancellationToken cancellationToken
    )
    {
        if (chain.Registry.PublicationsIn(receipt).Any(item.IsRecordedBy))
            return true;

        var reason = receipt.Succeeded
            ? FindRefusal(chain, item, receipt)
            : await FindRevertReasonAsync(chain, receipt, cancellationToken);
        if (reason is null)
            throw NoEffect(chain, receipt);
        if (reason.Name == RegistryErrors.AlreadyPublished)
            return false;
        throw RegistryRefusal.Explain(reason);
    }

    static RevertReason? FindRefusal(PublishingChain chain, RegistryItem item, TransactionReceipt receipt) =>
        receipt
            .Logs.Where(log => log.Address == chain.Registry.Address && item.IsAbout(log))
            .Select(PublicationRefusedEvent.TryParse)
            .FirstOrDefault(refused => refused is not null)
            ?.Reason;

    /// <returns>null when the call would succeed after its block: it had too little gas, or called what was no registry.</returns>
    static async Task<RevertReason?> FindRevertReasonAsync(
        PublishingChain chain,
        TransactionReceipt receipt,
        CancellationToken cancellationToken
    )
    {
        if (await chain.Client.GetTransactionAsync(receipt.TransactionHash, cancellationToken) is not { } transaction)
            return null;

        var call = new CallInput(transaction.From, transaction.To, transaction.Input);
        var reason = await TransactionRevert.ExplainAsync(chain.Client, call, receipt, cancellationToken);
        return reason.Name is null ? null : reason;
    }

    static PublicationException NoEffect(PublishingChain chain, TransactionReceipt receipt) =>
        new(
            FailureCodes.NoEffect,
            $"transaction {receipt.TransactionHash} is in block {receipt.BlockNumber} and had no effect on the registry "
                + $"{chain.Registry.Address}: too little gas, or the registry was not there"
        );
}
