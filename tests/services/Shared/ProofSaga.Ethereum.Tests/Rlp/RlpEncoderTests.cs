using System.Globalization;
using System.Numerics;
using System.Text;
using ProofSaga.Ethereum.Rlp;

namespace ProofSaga.Ethereum.Tests.Rlp;

/// <summary>Vectors of <c>RLPTests/rlptest.json</c> in the repository ethereum/tests.</summary>
public class RlpEncoderTests
{
    const string Lorem = "Lorem ipsum dolor sit amet, consectetur adipisicing eli";

    [TestCase("", "80")]
    [TestCase("\u0000", "00")]
    [TestCase("\u0001", "01")]
    [TestCase("\u007F", "7f")]
    [TestCase("dog", "83646f67")]
    public void A_short_string(string text, string encoded)
    {
        Assert.That(Convert.ToHexStringLower(Text(text)), Is.EqualTo(encoded));
    }

    [Test]
    public void The_prefix_changes_between_55_and_56_bytes()
    {
        var content = Encoding.ASCII.GetBytes(Lorem + "t");

        Assert.That(Text(Lorem), Is.EqualTo(new byte[] { 0xB7 }.Concat(content[..55])));
        Assert.That(Text(Lorem + "t"), Is.EqualTo(new byte[] { 0xB8, 56 }.Concat(content)));
    }

    [Test]
    public void A_long_string_has_its_length_in_as_few_bytes_as_possible()
    {
        Assert.That(RlpEncoder.Encode(new byte[1024])[..4], Is.EqualTo(new byte[] { 0xB9, 0x04, 0x00, 0x00 }));
    }

    [TestCase("0", "80")]
    [TestCase("1", "01")]
    [TestCase("127", "7f")]
    [TestCase("128", "8180")]
    [TestCase("1000", "8203e8")]
    [TestCase("100000", "830186a0")]
    [TestCase("83729609699884896815286331701780722", "8f102030405060708090a0b0c0d0e0f2")]
    [TestCase(
        "105315505618206987246253880190783558935785933862974822347068935681",
        "9c0100020003000400050006000700080009000a000b000c000d000e01"
    )]
    [TestCase(
        "115792089237316195423570985008687907853269984665640564039457584007913129639936",
        "a1010000000000000000000000000000000000000000000000000000000000000000"
    )]
    public void A_scalar(string number, string encoded)
    {
        var value = BigInteger.Parse(number, CultureInfo.InvariantCulture);

        Assert.That(Convert.ToHexStringLower(RlpEncoder.Encode(value)), Is.EqualTo(encoded));
    }

    [Test]
    public void A_negative_number_is_no_scalar()
    {
        Assert.That(() => RlpEncoder.Encode(BigInteger.MinusOne), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Lists()
    {
        var empty = RlpEncoder.EncodeList();
        var multi = RlpEncoder.EncodeList(Text("zw"), RlpEncoder.EncodeList(Scalar(4)), Scalar(1));
        var nested = RlpEncoder.EncodeList(RlpEncoder.EncodeList(empty, empty), empty);

        Assert.That(Convert.ToHexStringLower(empty), Is.EqualTo("c0"));
        Assert.That(Convert.ToHexStringLower(multi), Is.EqualTo("c6827a77c10401"));
        Assert.That(Convert.ToHexStringLower(nested), Is.EqualTo("c4c2c0c0c0"));
    }

    [Test]
    public void A_list_of_more_than_55_bytes()
    {
        var row = RlpEncoder.EncodeList(Text("asdf"), Text("qwer"), Text("zxcv"));
        const string encodedRow = "cf84617364668471776572847a786376";

        Assert.That(
            Convert.ToHexStringLower(RlpEncoder.EncodeList(row, row, row, row)),
            Is.EqualTo("f840" + string.Concat(Enumerable.Repeat(encodedRow, 4)))
        );
        Assert.That(
            Convert.ToHexStringLower(RlpEncoder.EncodeList([.. Enumerable.Repeat(row, 32)])),
            Is.EqualTo("f90200" + string.Concat(Enumerable.Repeat(encodedRow, 32)))
        );
    }

    static byte[] Text(string text) => RlpEncoder.Encode(Encoding.ASCII.GetBytes(text));

    static byte[] Scalar(int value) => RlpEncoder.Encode((BigInteger)value);
}
