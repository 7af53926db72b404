namespace ProofSaga.Ethereum.Tests;

public class AddressTests
{
    // the examples of EIP-55
    [TestCase("0x52908400098527886E0F7030069857D2E4169EE7")]
    [TestCase("0xde709f2102306220921060314715629080e2fb77")]
    [TestCase("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [TestCase("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")]
    [TestCase("0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB")]
    [TestCase("0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb")]
    public void An_address_is_written_with_its_checksum(string text)
    {
        Assert.That(Address.Parse(text.ToLowerInvariant()).ToString(), Is.EqualTo(text));
        Assert.That(Address.Parse(text).ToString(), Is.EqualTo(text));
    }

    [TestCase("", "is empty")]
    [TestCase("5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "does not start with 0x")]
    [TestCase("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeA", "has 19 bytes where 20 are needed")]
    [TestCase("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe", "has an odd number of hex digits (39)")]
    [TestCase("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg", "has a character at position 41 that is no hex digit")]
    [TestCase(
        "0x5aaeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
        "fails its EIP-55 checksum (did you mean 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed?)"
    )]
    public void What_is_no_address_is_refused_with_the_reason(string text, string reason)
    {
        Assert.That(Address.TryParse(text, out _, out var problem), Is.False);
        Assert.That(problem, Is.EqualTo(reason));
        Assert.That(() => Address.Parse(text), Throws.TypeOf<FormatException>().With.Message.Contains(reason));
    }

    [Test]
    public void Addresses_with_the_same_bytes_are_equal()
    {
        var lower = Address.Parse("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed");
        var other = Address.Parse("0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaee");

        Assert.That(Address.Parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"), Is.EqualTo(lower));
        Assert.That(other, Is.Not.EqualTo(lower));
    }
}
