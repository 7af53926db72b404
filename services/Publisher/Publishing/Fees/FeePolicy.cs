using System.Numerics;
using Microsoft.Extensions.Options;
using ProofSaga.Contracts.Failures;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Ethereum.Transactions;
using ProofSaga.Publisher.Chains;

namespace ProofSaga.Publisher.Publishing.Fees;

/// <summary>What is paid for a transaction: what the chain suggests, never more than the configured cap.</summary>
sealed class FeePolicy(IOptions<ChainOptions> options)
{
    const decimal WeiPerGwei = 1_000_000_000;

    BigInteger CapWei => (BigInteger)(options.Value.MaxFeePerGasGwei * WeiPerGwei);

    /// <exception cref="PublicationException">The base fee is above the cap: transient.</exception>
    public async Task<TransactionFees> ForNewAsync(EthereumClient client, CancellationToken cancellationToken)
    {
        var suggestion = await client.SuggestFeesAsync(cancellationToken);
        if (suggestion.BaseFeePerGas > CapWei)
        {
            throw new PublicationException(
                FailureCodes.FeeAboveCap,
                FormattableString.Invariant(
                    $"the chain's base fee is {(decimal)suggestion.BaseFeePerGas / WeiPerGwei:0.#########} gwei per gas, above Chain:MaxFeePerGasGwei, {options.Value.MaxFeePerGasGwei:0.#########}: it has to fall, or the cap to rise"
                )
            );
        }

        return AtMostCap(suggestion.Fees);
    }

    /// <returns>An eighth more than <paramref name="stuck"/> at least; null when the cap does not allow what it takes.</returns>
    public async Task<TransactionFees?> ForReplacementAsync(
        EthereumClient client,
        TransactionFees stuck,
        CancellationToken cancellationToken
    )
    {
        var least = stuck.Raised();
        var suggestion = await client.SuggestFeesAsync(cancellationToken);
        if (least.MaxFeePerGas > CapWei || suggestion.BaseFeePerGas > CapWei)
            return null;

        return AtMostCap(
            new TransactionFees(
                BigInteger.Max(least.MaxFeePerGas, suggestion.MaxFeePerGas),
                BigInteger.Max(least.MaxPriorityFeePerGas, suggestion.MaxPriorityFeePerGas)
            )
        );
    }

    TransactionFees AtMostCap(TransactionFees fees)
    {
        var maxFee = BigInteger.Min(fees.MaxFeePerGas, CapWei);
        return new TransactionFees(maxFee, BigInteger.Min(fees.MaxPriorityFeePerGas, maxFee));
    }
}
