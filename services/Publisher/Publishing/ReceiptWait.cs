using Microsoft.Extensions.Options;
using ProofSaga.Contracts.Failures;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Persistence.Publications;
using ProofSaga.Publisher.Chains;
using ProofSaga.Publisher.Ledger;
using ProofSaga.Publisher.Publishing.Fees;

namespace ProofSaga.Publisher.Publishing;

/// <summary>Waits for a transaction's receipt and its confirmations, and does meanwhile what helps it into a block.</summary>
sealed class ReceiptWait(
    SlotObserver observer,
    TransactionBroadcast broadcast,
    Replacement replacement,
    IOptions<ChainOptions> options,
    TimeProvider time,
    ILogger<ReceiptWait> logger
)
{
    /// <summary>Time between two tries at sending what the node did not take.</summary>
    static readonly TimeSpan LongestSendInterval = TimeSpan.FromSeconds(5);

    /// <summary>How long a nonce must be seen used without a receipt: nodes update their state before their receipts.</summary>
    static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(1);

    /// <returns>The confirmed receipt of whichever was mined; null when a transaction that is not in the ledger was.</returns>
    /// <exception cref="PublicationException">
    /// Not within the configured time: transient. An endpoint that is away meanwhile is asked again until then.
    /// </exception>
    public Task<TransactionReceipt?> ForAsync(
        PublishingChain chain,
        NonceSlot slot,
        CancellationToken cancellationToken
    )
    {
        long? helpedAt = null;
        return PollAsync(
            $"the transaction of {slot.SignerName} with nonce {slot.Nonce}",
            async () =>
            {
                var sighting = await observer.LookAsync(chain, slot, cancellationToken);
                if (
                    sighting is { IsWaiting: true, Newest: { } newest }
                    && NeedsHelp(chain, newest)
                    && IsTime(newest, helpedAt)
                )
                {
                    helpedAt = time.GetTimestamp();
                    await HelpAsync(chain, newest, sighting.Transactions.Count, cancellationToken);
                }

                return sighting;
            },
            cancellationToken
        );
    }

    /// <returns>The confirmed receipt of a transaction that was found in a block; null when it is in none any more.</returns>
    /// <inheritdoc cref="ForAsync(PublishingChain, NonceSlot, CancellationToken)"/>
    public Task<TransactionReceipt?> ForAsync(
        PublishingChain chain,
        Bytes32 transaction,
        CancellationToken cancellationToken
    ) =>
        PollAsync(
            $"transaction {transaction}",
            () => observer.LookAsync(chain, transaction, cancellationToken),
            cancellationToken
        );

    async Task<TransactionReceipt?> PollAsync(
        string what,
        Func<Task<SlotSighting>> look,
        CancellationToken cancellationToken
    )
    {
        var startedAt = time.GetTimestamp();
        long? lostAt = null;
        while (true)
        {
            var problem = "it is not mined and confirmed";
            try
            {
                var sighting = await look();
                if (sighting.IsConfirmed)
                    return sighting.Receipt;

                lostAt = sighting.IsLost ? lostAt ?? time.GetTimestamp() : null;
                if (lostAt is { } since && time.GetElapsedTime(since) >= LostAfter)
                    return null;
            }
            catch (EthereumException away) when (away.IsTransient)
            {
                logger.ReceiptUnavailable(what, away);
                problem = away.Message;
            }

            if (time.GetElapsedTime(startedAt) >= options.Value.ReceiptTimeout)
                throw TooLate(what, problem);

            await Task.Delay(options.Value.ReceiptPollInterval, time, cancellationToken);
        }
    }

    bool NeedsHelp(PublishingChain chain, PublicationTransaction newest) =>
        IsUnsent(newest) || replacement.IsDue(chain, newest);

    bool IsTime(PublicationTransaction newest, long? helpedAt)
    {
        var stuckAfter = options.Value.StuckAfter;
        var interval = IsUnsent(newest) && LongestSendInterval < stuckAfter ? LongestSendInterval : stuckAfter;
        return helpedAt is not { } last || time.GetElapsedTime(last) >= interval;
    }

    async Task HelpAsync(
        PublishingChain chain,
        PublicationTransaction newest,
        int transactions,
        CancellationToken cancellationToken
    )
    {
        if (IsUnsent(newest) && await broadcast.SendAsync(chain.Client, newest, cancellationToken))
            return;

        await replacement.ReplaceAsync(chain, newest, transactions, cancellationToken);
    }

    static bool IsUnsent(PublicationTransaction newest) => newest.State == PublicationTransactionState.Prepared;

    PublicationException TooLate(string what, string problem) =>
        new(
            FailureCodes.NotMinedInTime,
            $"{what} did not succeed within {options.Value.ReceiptTimeout.TotalSeconds:0.#} s: {problem}; the next attempt "
                + "goes on with it"
        );
}
