using Microsoft.Extensions.Options;
using ProofSaga.Hosting.Messaging.ConsumerTimeouts;
using ProofSaga.Publisher.Chains;

namespace ProofSaga.Publisher;

/// <summary>How long an order to publish may be worked on.</summary>
/// <remarks>
/// An attempt whose nonce somebody else uses waits for a second transaction. Should that take so long that the broker takes
/// the order back, the ledger makes it no more than a second pair of eyes.
/// </remarks>
sealed class LongestAttempt(IOptions<ChainOptions> options) : ILongestDeliveries
{
    /// <summary>To prepare and send the transaction, and to tell of its end.</summary>
    static readonly TimeSpan Sending = TimeSpan.FromMinutes(1);

    public IEnumerable<LongestDelivery> Find()
    {
        var chain = options.Value;
        if (chain.WhyDisabled is null)
            yield return new(
                "publish-proof",
                "Chain:ReceiptTimeout",
                chain.ReceiptTimeout,
                chain.ConnectTimeout + chain.BatchWindow + Sending
            );
    }
}
