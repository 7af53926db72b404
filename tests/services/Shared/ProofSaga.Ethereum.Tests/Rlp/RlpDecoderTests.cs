using ProofSaga.Ethereum.Rlp;

namespace ProofSaga.Ethereum.Tests.Rlp;

public class RlpDecoderTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(55)]
    [TestCase(56)]
    [TestCase(1024)]
    public void What_was_encoded_is_decoded(int length)
    {
        var bytes = Enumerable.Repeat((byte)0xAB, length).ToArray();

        var list = RlpDecoder.Decode(
            RlpEncoder.EncodeList(RlpEncoder.Encode(bytes), RlpEncoder.EncodeList(), RlpEncoder.Encode([0x07]))
        );

        Assert.That(list.Items, Has.Count.EqualTo(3));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(list.Items[0].Bytes.ToArray(), Is.EqualTo(bytes));
            Assert.That(list.Items[0].Items, Is.Null);
            Assert.That(list.Items[1].Items, Is.Empty);
            Assert.That(list.Items[2].Bytes.ToArray(), Is.EqualTo(new byte[] { 7 }));
        }
    }

    // mostly from RLPTests/invalidRLPTest.json in the repository ethereum/tests
    [TestCase("", TestName = "Nothing is no item")]
    [TestCase("8100", TestName = "A single byte in a string of one")]
    [TestCase("83646f", TestName = "A string that ends too early")]
    [TestCase("b800", TestName = "A long string of no length")]
    [TestCase("b90037", TestName = "A length with a leading zero")]
    [TestCase("bfffffffffffffffff", TestName = "A length beyond any memory")]
    [TestCase("bf0f000000000000021111", TestName = "A length with a leading zero digit")]
    [TestCase("c3646f67c0", TestName = "Bytes after the item")]
    [TestCase("c28281", TestName = "An element longer than its list")]
    public void What_the_encoder_would_not_make_is_refused(string encoded) =>
        Assert.That(() => RlpDecoder.Decode(Convert.FromHexString(encoded)), Throws.TypeOf<FormatException>());

    [Test]
    public void Lists_in_lists_without_end_are_refused()
    {
        var nested = RlpEncoder.EncodeList();
        for (var depth = 0; depth < 40; depth++)
            nested = RlpEncoder.EncodeList(nested);

        Assert.That(() => RlpDecoder.Decode(nested), Throws.TypeOf<FormatException>().With.Message.Contains("deeply"));
    }
}
