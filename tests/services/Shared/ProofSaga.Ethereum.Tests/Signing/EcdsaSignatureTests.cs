using System.Globalization;
using System.Numerics;
using ProofSaga.Ethereum.Hashing;
using ProofSaga.Ethereum.Rlp;
using ProofSaga.Ethereum.Signing;

namespace ProofSaga.Ethereum.Tests.Signing;

public class EcdsaSignatureTests
{
    static readonly Bytes32 Digest = Bytes32.Parse(
        "0xdaf5a779ae972f972197303d7b574746c7ef83eadac0f2791ad23db92e4c8e53"
    );

    /// <summary>The signature of the example in EIP-155, where v is 37, so the parity is 0.</summary>
    static readonly EcdsaSignature Example = new(
        Number("18515461264373351373200002665853028612451056578545711640558177340181847433846"),
        Number("46948507304638947509940763649030358759909902576025900602547168820602576006531"),
        YParity: 0
    );

    [Test]
    public void The_signer_of_the_example_in_EIP_155_is_recovered()
    {
        Assert.That(Example.RecoverSigner(Digest).ToString(), Is.EqualTo("0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F"));
    }

    [Test]
    public void The_digest_of_the_example_in_EIP_155_follows_from_its_RLP()
    {
        var to = RlpEncoder.Encode(Enumerable.Repeat((byte)0x35, 20).ToArray());
        var transaction = RlpEncoder.EncodeList(
            RlpEncoder.Encode((BigInteger)9),
            RlpEncoder.Encode(20 * BigInteger.Pow(10, 9)),
            RlpEncoder.Encode((BigInteger)21000),
            to,
            RlpEncoder.Encode(BigInteger.Pow(10, 18)),
            RlpEncoder.Encode([]),
            RlpEncoder.Encode((BigInteger)1),
            RlpEncoder.Encode((BigInteger)0),
            RlpEncoder.Encode((BigInteger)0)
        );

        Assert.That(Keccak256.Hash(transaction), Is.EqualTo(Digest));
    }

    [Test]
    public void The_other_parity_belongs_to_another_signer()
    {
        var other = (Example with { YParity = 1 }).RecoverSigner(Digest);

        Assert.That(other, Is.Not.Null.And.Not.EqualTo(Example.RecoverSigner(Digest)));
    }

    [Test]
    public void Numbers_outside_the_group_are_no_signature()
    {
        Assert.That((Example with { R = 0 }).RecoverSigner(Digest), Is.Null);
        Assert.That((Example with { S = 0 }).RecoverSigner(Digest), Is.Null);
        Assert.That((Example with { S = UInt256.MaxValue }).RecoverSigner(Digest), Is.Null);
    }

    [Test]
    public void An_R_that_is_no_x_of_the_curve_has_no_signer()
    {
        // 5³ + 7 = 132 is no square modulo p
        Assert.That((Example with { R = 5 }).RecoverSigner(Digest), Is.Null);
    }

    static BigInteger Number(string digits) => BigInteger.Parse(digits, CultureInfo.InvariantCulture);
}
