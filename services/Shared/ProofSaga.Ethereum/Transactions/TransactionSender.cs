using ProofSaga.Ethereum.Rpc;
using ProofSaga.Ethereum.Signing;

namespace ProofSaga.Ethereum.Transactions;

/// <summary>
/// Sends one transaction after the other and waits for each: for setting up a chain. It stores nothing, so a crash between
/// sending and mining leaves the caller to find out what happened; publishing has a ledger for that.
/// </summary>
public sealed class TransactionSender(
    EthereumClient client,
    ITransactionSigner signer,
    TimeProvider? timeProvider = null
)
{
    readonly TimeProvider time = timeProvider ?? TimeProvider.System;

    /// <summary>How long to wait for the receipt.</summary>
    /// <value>2 minutes.</value>
    public TimeSpan MiningTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How often to ask for the receipt.</summary>
    /// <value>100 milliseconds.</value>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <returns>The receipt of the transaction, which has succeeded.</returns>
    /// <exception cref="EthereumException">Among others <see cref="EthereumFailure.Reverted"/>, before or after sending, and <see cref="EthereumFailure.TimedOut"/>, after which the transaction may still be mined.</exception>
    public async Task<TransactionReceipt> SendAndWaitAsync(
        Address to,
        ReadOnlyMemory<byte> data,
        CancellationToken cancellationToken = default
    )
    {
        var nonce = await client.GetTransactionCountAsync(signer.Address, BlockParameter.Pending, cancellationToken);
        var plan = await TransactionPlan.MakeAsync(
            client,
            signer.Address,
            to,
            data,
            nonce,
            cancellationToken: cancellationToken
        );
        var transaction = await signer.SignAsync(plan, cancellationToken);
        await client.SendRawTransactionAsync(transaction, cancellationToken);

        var receipt = await WaitForReceiptAsync(transaction.Hash, cancellationToken);
        if (receipt.Succeeded)
            return receipt;

        var call = new CallInput(signer.Address, to, data);
        var reason = await TransactionRevert.ExplainAsync(client, call, receipt, cancellationToken);
        throw EthereumException.Reverted($"Transaction {transaction.Hash}", reason);
    }

    /// <returns>The receipt, whether the transaction succeeded or not.</returns>
    /// <exception cref="EthereumException">Among others <see cref="EthereumFailure.TimedOut"/>, after which the transaction may still be mined.</exception>
    public async Task<TransactionReceipt> WaitForReceiptAsync(
        Bytes32 hash,
        CancellationToken cancellationToken = default
    )
    {
        var started = time.GetTimestamp();
        while (true)
        {
            if (await client.GetTransactionReceiptAsync(hash, cancellationToken) is { } receipt)
                return receipt;
            if (time.GetElapsedTime(started) > MiningTimeout)
            {
                throw new EthereumException(
                    EthereumFailure.TimedOut,
                    $"Transaction {hash} was not mined within {MiningTimeout.TotalSeconds:0} s.",
                    isTransient: true
                );
            }

            await Task.Delay(PollInterval, time, cancellationToken);
        }
    }
}
