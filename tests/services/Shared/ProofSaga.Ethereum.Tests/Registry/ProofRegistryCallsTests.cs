using ProofSaga.Ethereum.Registry;

namespace ProofSaga.Ethereum.Tests.Registry;

/// <summary>Call data as viem encodes it.</summary>
public class ProofRegistryCallsTests
{
    static readonly string Ones = new('1', 64);
    static readonly string Twos = new('2', 64);

    [Test]
    public void Publish()
    {
        var data = ProofRegistryCalls.Publish(Word('1'), Word('2'), [1, 2, 3, 4, 5, 6, 7, 8], [9, 10]);

        var words = string.Concat(new[] { 1, 2, 3, 4, 5, 6, 7, 8, 0x160, 2, 9, 10 }.Select(word => $"{word:x64}"));
        Assert.That(Hex.Encode(data), Is.EqualTo($"0x19551502{Ones}{Twos}{words}"));
    }

    [Test]
    public void Attest()
    {
        var data = ProofRegistryCalls.Attest(Word('1'), Word('2'), Word('3'), Word('4'));

        Assert.That(Hex.Encode(data), Is.EqualTo($"0x22358f52{Ones}{Twos}{new string('3', 64)}{new string('4', 64)}"));
    }

    [Test]
    public void A_proof_with_too_few_words_is_refused()
    {
        Assert.That(() => ProofRegistryCalls.Publish(default, default, [1, 2, 3], []), Throws.ArgumentException);
    }

    static Bytes32 Word(char digit) => Bytes32.Parse("0x" + new string(digit, 64));
}
