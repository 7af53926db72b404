namespace ProofSaga.Ethereum.Tests;

public class Bytes32Tests
{
    const string Text = "0x000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    [Test]
    public void Text_and_bytes_come_back_as_they_were()
    {
        var value = Bytes32.Parse(Text);

        Assert.That(value.ToString(), Is.EqualTo(Text));
        Assert.That(new Bytes32(value.ToArray()), Is.EqualTo(value));
    }

    [TestCase("0x00", "has 1 bytes where 32 are needed")]
    [TestCase("00", "does not start with 0x")]
    public void What_is_no_32_byte_value_is_refused_with_the_reason(string text, string reason)
    {
        Assert.That(() => Bytes32.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains(reason));
    }
}
