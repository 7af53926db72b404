using ProofSaga.Ethereum.Local;
using ProofSaga.Ethereum.Transactions;

namespace ProofSaga.Ethereum.Tests.Transactions;

public class SignedTransactionTests
{
    [TestCase(null)]
    [TestCase("0x000000000000000000000000000000000000aaaa")]
    public void What_was_signed_is_read_again(string? to)
    {
        using var account = DevelopmentAccounts.Open(0);
        var signed = (Any() with { To = to is null ? null : Address.Parse(to), Data = new byte[300] }).Sign(account);

        var read = SignedTransaction.Parse(signed.RawBytes);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(read.Hash, Is.EqualTo(signed.Hash));
            Assert.That(read.Sender, Is.EqualTo(account.Address));
            Assert.That(read.RawBytes.ToArray(), Is.EqualTo(signed.RawBytes.ToArray()));
            Assert.That(read.Transaction with { Data = signed.Transaction.Data }, Is.EqualTo(signed.Transaction));
            Assert.That(read.Transaction.Data.ToArray(), Is.EqualTo(new byte[300]));
        }
    }

    [TestCase("", "type 2")]
    [TestCase("01c0", "type 2")]
    [TestCase("02c0", "12 fields")]
    [TestCase("02cc808080808080808080808080", "access list")]
    [TestCase("02cc8080808080808080c0808080", "signature")]
    [TestCase("02cc8080808080808080c0028080", "parity")]
    [TestCase("02cc0080808080808080c0808080", "leading zeros")]
    [TestCase("02cc8080808080088080c0808080", "receiver")]
    public void Anything_else_is_refused_with_the_reason(string raw, string reason) =>
        Assert.That(
            () => SignedTransaction.Parse(Convert.FromHexString(raw)),
            Throws.TypeOf<FormatException>().With.Message.Contains(reason)
        );

    [Test]
    public void Raised_fees_are_an_eighth_more_and_never_the_same()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(new TransactionFees(800, 80).Raised(), Is.EqualTo(new TransactionFees(900, 90)));
            Assert.That(new TransactionFees(801, 1).Raised(), Is.EqualTo(new TransactionFees(902, 2)));
            Assert.That(new TransactionFees(1, 0).Raised(), Is.EqualTo(new TransactionFees(2, 1)));
        }
    }

    static Eip1559Transaction Any() =>
        new()
        {
            ChainId = 31337,
            Nonce = 7,
            MaxPriorityFeePerGas = 1,
            MaxFeePerGas = 2_000_000_000,
            GasLimit = 21000,
            To = null,
        };
}
