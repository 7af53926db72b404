using System.Numerics;
using ProofSaga.Ethereum.Abi;
using ProofSaga.Ethereum.Registry;

namespace ProofSaga.Ethereum.Tests.Registry;

/// <summary>Call data as viem encodes it.</summary>
public class ProofRegistryCallsTests
{
    static readonly string Ones = Digits('1');
    static readonly string Twos = Digits('2');

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

        Assert.That(Hex.Encode(data), Is.EqualTo($"0x22358f52{Ones}{Twos}{Digits('3')}{Digits('4')}"));
    }

    [Test]
    public void PublishPlonk()
    {
        var data = ProofRegistryCalls.PublishPlonk(new(Word('1'), Word('2'), PlonkProof, [9, 10]));

        var words = string.Concat(Words([.. Enumerable.Range(1, 24), 0x360, 2, 9, 10]));
        Assert.That(Hex.Encode(data), Is.EqualTo($"0x59f3e0a9{Ones}{Twos}{words}"));
    }

    [Test]
    public void RegisterVerifier()
    {
        var verifier = Address.Parse("0x" + new string('2', 40));

        var withNullifier = ProofRegistryCalls.RegisterVerifier(Word('1'), verifier, signalCount: 2, nullifierIndex: 1);
        var without = ProofRegistryCalls.RegisterVerifier(Word('1'), verifier, signalCount: 2, nullifierIndex: null);

        var head = $"0x380bb4b3{Ones}{new string('0', 24)}{new string('2', 40)}{string.Concat(Words(2))}";
        Assert.That(Hex.Encode(withNullifier), Is.EqualTo(head + string.Concat(Words(1))));
        Assert.That(Hex.Encode(without), Is.EqualTo(head + Digits('f')));
    }

    [Test]
    public void PublishBatch()
    {
        BigInteger[] proof = [1, 2, 3, 4, 5, 6, 7, 8];

        var data = ProofRegistryCalls.PublishBatch(
            [new(Word('1'), Word('2'), proof, [9, 10]), new(Word('3'), Word('2'), proof, [])],
            [new(Word('4'), Word('2'), PlonkProof, [11])],
            [new(Word('5'), Word('6'), Word('7'), Word('8')), new(Word('9'), Word('6'), Word('7'), Word('8'))]
        );

        var words = string.Concat([
            .. Words(0x60, 0x400, 0x7e0),
            .. Words(2, 0x40, 0x200),
            Ones,
            Twos,
            .. Words(1, 2, 3, 4, 5, 6, 7, 8, 0x160, 2, 9, 10),
            Digits('3'),
            Twos,
            .. Words(1, 2, 3, 4, 5, 6, 7, 8, 0x160, 0),
            .. Words(1, 0x20),
            Digits('4'),
            Twos,
            .. Words([.. Enumerable.Range(1, 24), 0x360, 1, 11]),
            .. Words(2),
            .. "56789678".Select(Digits),
        ]);
        Assert.That(Hex.Encode(data), Is.EqualTo($"0x9e3d492c{words}"));
    }

    [Test]
    public void A_batch_of_one_kind_has_empty_arrays_of_the_others()
    {
        var data = ProofRegistryCalls.PublishBatch([], [], [new(Word('1'), Word('2'), Word('1'), Word('2'))]);

        var words = string.Concat(Words(0x60, 0x80, 0xa0, 0, 0, 1));
        Assert.That(Hex.Encode(data), Is.EqualTo($"0x9e3d492c{words}{Ones}{Twos}{Ones}{Twos}"));
    }

    [TestCase(0)]
    [TestCase(33)]
    public void A_batch_of_no_item_or_more_than_32_is_refused(int size)
    {
        var attestations = Enumerable.Repeat(new ProofAttestation(default, default, default, default), size).ToArray();

        Assert.That(() => ProofRegistryCalls.PublishBatch([], [], attestations), Throws.ArgumentException);
    }

    [Test]
    public void A_proof_with_too_few_words_is_refused()
    {
        Assert.That(() => ProofRegistryCalls.Publish(default, default, [1, 2, 3], []), Throws.ArgumentException);
        Assert.That(
            () => ProofRegistryCalls.PublishBatch([new(default, default, [1, 2, 3], [])], [], []),
            Throws.ArgumentException
        );
        Assert.That(
            () => ProofRegistryCalls.PublishPlonk(new(default, default, [1, 2, 3], [])),
            Throws.ArgumentException
        );
    }

    [Test]
    public void What_a_batch_returns_is_a_reason_for_each_item_that_is_refused()
    {
        var invalid = $"{Convert.ToHexStringLower(AbiSignature.Selector("InvalidProof(bytes32)"))}{Ones}";
        var returned = Convert.FromHexString(
            string.Concat(Words(0x20, 3, 0x60, 0x80, 0xe0, 0, 36))
                + invalid
                + new string('0', 56)
                + string.Concat(Words(0))
        );

        var refusals = ProofRegistryCalls.ReadRefusals(returned);

        Assert.That(refusals.Select(refusal => refusal?.Name), Is.EqualTo(new[] { null, "InvalidProof", null }));
        Assert.That(refusals[1]!.Sentence, Is.EqualTo($"InvalidProof(proofId: 0x{Ones})"));
    }

    [Test]
    public void A_batch_that_returns_something_else_is_malformed()
    {
        var exception = Assert.Throws<EthereumException>(() => ProofRegistryCalls.ReadRefusals(new byte[31]));

        Assert.That(exception.Failure, Is.EqualTo(EthereumFailure.MalformedAnswer));
    }

    static BigInteger[] PlonkProof => [.. Enumerable.Range(1, 24).Select(word => (BigInteger)word)];

    static Bytes32 Word(char digit) => Bytes32.Parse("0x" + Digits(digit));

    static string Digits(char digit) => new(digit, 64);

    static IEnumerable<string> Words(params int[] numbers) => numbers.Select(number => $"{number:x64}");
}
