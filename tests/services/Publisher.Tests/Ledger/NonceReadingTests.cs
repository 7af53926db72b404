using ProofSaga.Publisher.Ledger;

namespace ProofSaga.Publisher.Tests.Ledger;

sealed class NonceReadingTests
{
    [TestCase(null, 5, 0, 5, TestName = "The first use of a signer begins where the chain is")]
    [TestCase(7L, 5, 7, 7, TestName = "Transactions on their way keep their nonces")]
    [TestCase(5L, 7, 5, 7, TestName = "What others sent for the signer is passed over")]
    [TestCase(5L, 5, 6, 6, TestName = "A nonce given away since is not given away again")]
    public void The_higher_one_of_ledger_and_chain_counts(long? stored, long pending, long storedNow, long expected) =>
        Assert.That(new NonceReading(stored, pending, ChainWasReset: false).Next(storedNow), Is.EqualTo(expected));

    [Test]
    public void After_a_reset_the_chain_counts() =>
        Assert.That(new NonceReading(Stored: 9, Pending: 2, ChainWasReset: true).Next(storedNow: 9), Is.EqualTo(2));

    [Test]
    public void After_a_reset_the_second_follows_the_first() =>
        Assert.That(new NonceReading(Stored: 9, Pending: 2, ChainWasReset: true).Next(storedNow: 3), Is.EqualTo(3));
}
