using System.Numerics;

namespace ProofSaga.Ethereum.Transactions;

/// <summary>What a sender pays at most, in wei per gas (EIP-1559).</summary>
/// <param name="MaxFeePerGas">Base fee and tip together.</param>
/// <param name="MaxPriorityFeePerGas">The tip; at most <paramref name="MaxFeePerGas"/>.</param>
public sealed record TransactionFees(BigInteger MaxFeePerGas, BigInteger MaxPriorityFeePerGas)
{
    /// <summary>
    /// The least that replaces a transaction with these fees: an eighth more on both, rounded up. Nodes ask for a tenth at
    /// least, on both.
    /// </summary>
    public TransactionFees Raised() => new(Raise(MaxFeePerGas), Raise(MaxPriorityFeePerGas));

    // one wei at least, for what is so little that an eighth of it is nothing
    static BigInteger Raise(BigInteger fee) => fee + BigInteger.Max((fee + 7) / 8, BigInteger.One);
}
