using System.Numerics;
using ProofSaga.Ethereum.Transactions;

namespace ProofSaga.Ethereum.Rpc;

/// <summary>Fees, in wei per gas, with which a transaction sent now should be mined soon.</summary>
/// <param name="BaseFeePerGas">The base fee of the next block.</param>
public sealed record FeeSuggestion(BigInteger BaseFeePerGas, BigInteger MaxPriorityFeePerGas)
{
    /// <summary>Twice the base fee and the tip: it stays good through five full blocks, each of which raises the base fee by an eighth.</summary>
    public BigInteger MaxFeePerGas => 2 * BaseFeePerGas + MaxPriorityFeePerGas;

    public TransactionFees Fees => new(MaxFeePerGas, MaxPriorityFeePerGas);
}
