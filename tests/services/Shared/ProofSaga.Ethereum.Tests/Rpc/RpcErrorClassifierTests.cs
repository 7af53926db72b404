using ProofSaga.Ethereum.Rpc;

namespace ProofSaga.Ethereum.Tests.Rpc;

/// <summary>What nodes say, in their own words.</summary>
public class RpcErrorClassifierTests
{
    [TestCase(-32000, "nonce too low: next nonce 5, tx nonce 3", EthereumFailure.NonceTooLow, TestName = "geth, nonce")]
    [TestCase(-32001, "Nonce too low", EthereumFailure.NonceTooLow, TestName = "Besu, nonce")]
    [TestCase(-32010, "OldNonce", EthereumFailure.NonceTooLow, TestName = "Nethermind, nonce")]
    [TestCase(-32000, "already known", EthereumFailure.AlreadyKnown, TestName = "geth, known")]
    [TestCase(-32003, "transaction already imported", EthereumFailure.AlreadyKnown, TestName = "anvil, known")]
    [TestCase(-32000, "Known transaction", EthereumFailure.AlreadyKnown, TestName = "Besu, known")]
    [TestCase(-32010, "AlreadyKnown", EthereumFailure.AlreadyKnown, TestName = "Nethermind, known")]
    [TestCase(
        -32000,
        "replacement transaction underpriced",
        EthereumFailure.ReplacementUnderpriced,
        TestName = "geth, replacement"
    )]
    [TestCase(
        -32000,
        "transaction underpriced: gas tip cap 0",
        EthereumFailure.FeeTooLow,
        TestName = "geth, underpriced"
    )]
    [TestCase(
        -32000,
        "max fee per gas less than block base fee",
        EthereumFailure.FeeTooLow,
        TestName = "geth, base fee"
    )]
    [TestCase(
        -32000,
        "insufficient funds for gas * price + value: balance 0",
        EthereumFailure.InsufficientFunds,
        TestName = "geth, funds"
    )]
    [TestCase(
        -32004,
        "Upfront cost exceeds account balance",
        EthereumFailure.InsufficientFunds,
        TestName = "Besu, funds"
    )]
    [TestCase(3, "execution reverted: no", EthereumFailure.Reverted, TestName = "geth, revert")]
    [TestCase(-32000, "execution reverted", EthereumFailure.Reverted, TestName = "others, revert")]
    [TestCase(-32005, "limit exceeded", EthereumFailure.RateLimited, TestName = "Infura, rate")]
    [TestCase(429, "compute units per second", EthereumFailure.RateLimited, TestName = "Alchemy, rate")]
    [TestCase(-32000, "unknown transaction type", EthereumFailure.RpcError, TestName = "any, unknown is not known")]
    [TestCase(-32000, "header not found", EthereumFailure.RpcError, TestName = "geth, something else")]
    public void The_failure_is_recognised(int code, string message, EthereumFailure failure)
    {
        Assert.That(RpcErrorClassifier.Classify(code, message), Is.EqualTo(failure));
    }

    [TestCase(EthereumFailure.RpcError, -32000, true)]
    [TestCase(EthereumFailure.RpcError, -32603, true)]
    [TestCase(EthereumFailure.RpcError, -32601, false)]
    [TestCase(EthereumFailure.RpcError, -32602, false)]
    [TestCase(EthereumFailure.RateLimited, -32005, true)]
    [TestCase(EthereumFailure.Reverted, 3, false)]
    [TestCase(EthereumFailure.NonceTooLow, -32000, false)]
    [TestCase(EthereumFailure.InsufficientFunds, -32000, false)]
    public void Only_what_may_pass_is_transient(EthereumFailure failure, int code, bool isTransient)
    {
        Assert.That(RpcErrorClassifier.IsTransient(failure, code), Is.EqualTo(isTransient));
    }
}
