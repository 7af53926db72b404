using ProofSaga.Ethereum.Abi;

namespace ProofSaga.Ethereum.Tests.Abi;

public class RevertDecoderTests
{
    static readonly RevertDecoder Decoder = new(
        CustomError.Declare("NullifierSpent(bytes32 circuitId, uint256 nullifier, bytes32 spentBy)"),
        CustomError.Declare("Mixed(address who, bool yes, string why, bytes data)"),
        CustomError.Declare("Bare()")
    );

    /// <summary>The data of the Solidity documentation, "Not enough Ether provided.".</summary>
    [Test]
    public void A_require_message_is_read()
    {
        var data = Hex.Decode(
            "0x08c379a0"
                + "0000000000000000000000000000000000000000000000000000000000000020"
                + "000000000000000000000000000000000000000000000000000000000000001a"
                + "4e6f7420656e6f7567682045746865722070726f76696465642e000000000000"
        );

        Assert.That(Decoder.Decode(data), Is.EqualTo(new RevertReason("Error", "Not enough Ether provided.")));
    }

    [TestCase(0x01, "an assertion failed")]
    [TestCase(0x11, "arithmetic overflow or underflow")]
    [TestCase(0x32, "array index out of bounds")]
    [TestCase(0x99, "panic with code 153")]
    public void A_panic_is_put_into_words(int code, string sentence)
    {
        var data = AbiWriter.Function("Panic(uint256)").Add(code).ToArray();

        Assert.That(Decoder.Decode(data), Is.EqualTo(new RevertReason("Panic", sentence)));
    }

    /// <summary>Data encoded by viem.</summary>
    [Test]
    public void A_custom_error_is_named_with_its_values()
    {
        var (ones, twos) = (new string('1', 64), new string('2', 64));
        var data = Hex.Decode($"0x19061262{ones}{5:x64}{twos}");

        var reason = Decoder.Decode(data);

        Assert.That(reason.Name, Is.EqualTo("NullifierSpent"));
        Assert.That(
            reason.Sentence,
            Is.EqualTo($"NullifierSpent(circuitId: 0x{ones}, nullifier: 5, spentBy: 0x{twos})")
        );
    }

    [Test]
    public void Every_supported_type_is_shown()
    {
        var data = AbiWriter
            .Function("Mixed(address,bool,string,bytes)")
            .Add(Address.Zero)
            .Add(true)
            .AddString("so")
            .AddBytes([1, 2])
            .ToArray();

        Assert.That(
            Decoder.Decode(data).Sentence,
            Is.EqualTo($"Mixed(who: {Address.Zero}, yes: true, why: \"so\", data: 0x0102)")
        );
        Assert.That(Decoder.Decode(AbiWriter.Function("Bare()").ToArray()).Sentence, Is.EqualTo("Bare()"));
    }

    [TestCase("0x", "the contract gave no reason")]
    [TestCase("0x010203", "an error unknown to us, 0x010203")]
    [TestCase("0x01020304", "an error unknown to us, 0x01020304")]
    public void What_is_not_known_is_shown_as_it_is(string data, string sentence)
    {
        Assert.That(Decoder.Decode(Hex.Decode(data)), Is.EqualTo(new RevertReason(null, sentence)));
    }

    [Test]
    public void Data_that_is_cut_off_is_a_reason_and_no_exception()
    {
        var reason = Decoder.Decode(Hex.Decode("0x19061262ff"));

        Assert.That(reason.Name, Is.Null);
        Assert.That(reason.Sentence, Does.StartWith("an error that cannot be read, 0x19061262ff"));
    }

    [TestCase("NoParentheses")]
    [TestCase("(uint256 x)")]
    [TestCase("Nameless(uint256)")]
    [TestCase("Unsupported(uint8 x)")]
    public void A_declaration_that_is_not_supported_is_refused(string declaration)
    {
        Assert.That(() => CustomError.Declare(declaration), Throws.TypeOf<FormatException>());
    }
}
