using System.Numerics;

namespace ProofSaga.Ethereum.Tests;

public class QuantityTests
{
    // the examples of the Ethereum JSON-RPC specification, and the edges of the types
    [TestCase(0ul, "0x0")]
    [TestCase(65ul, "0x41")]
    [TestCase(1024ul, "0x400")]
    [TestCase(0x80ul, "0x80")]
    [TestCase(ulong.MaxValue, "0xffffffffffffffff")]
    public void A_quantity_has_no_leading_zeros(ulong value, string text)
    {
        Assert.That(Quantity.Encode(value), Is.EqualTo(text));
        Assert.That(Quantity.Encode((BigInteger)value), Is.EqualTo(text));
        Assert.That(Quantity.DecodeUInt64(text), Is.EqualTo(value));
    }

    [Test]
    public void The_largest_uint256_is_a_quantity_and_one_more_is_not()
    {
        Assert.That(Quantity.Decode(Quantity.Encode(UInt256.MaxValue)), Is.EqualTo(UInt256.MaxValue));
        Assert.That(() => Quantity.Encode(UInt256.MaxValue + 1), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [TestCase("")]
    [TestCase("0x")]
    [TestCase("12")]
    [TestCase("0xg")]
    [TestCase("0x10000000000000000")]
    public void What_is_no_64_bit_quantity_is_refused(string text)
    {
        Assert.That(() => Quantity.DecodeUInt64(text), Throws.TypeOf<FormatException>());
    }
}
