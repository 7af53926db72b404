using System.Numerics;
using System.Text;
using ProofSaga.Ethereum.Abi;

namespace ProofSaga.Ethereum.Tests.Abi;

public class AbiWriterTests
{
    /// <summary>The example <c>sam("dave", true, [1,2,3])</c> of the Contract ABI Specification.</summary>
    [Test]
    public void The_example_of_the_specification_comes_out()
    {
        var data = AbiWriter
            .Function("sam(bytes,bool,uint256[])")
            .AddBytes("dave"u8)
            .Add(true)
            .AddArray([1, 2, 3])
            .ToArray();

        Assert.That(
            Convert.ToHexStringLower(data),
            Is.EqualTo(
                "a5643bf2"
                    + "0000000000000000000000000000000000000000000000000000000000000060"
                    + "0000000000000000000000000000000000000000000000000000000000000001"
                    + "00000000000000000000000000000000000000000000000000000000000000a0"
                    + "0000000000000000000000000000000000000000000000000000000000000004"
                    + "6461766500000000000000000000000000000000000000000000000000000000"
                    + "0000000000000000000000000000000000000000000000000000000000000003"
                    + "0000000000000000000000000000000000000000000000000000000000000001"
                    + "0000000000000000000000000000000000000000000000000000000000000002"
                    + "0000000000000000000000000000000000000000000000000000000000000003"
            )
        );
    }

    [Test]
    public void Everything_that_is_written_can_be_read_back()
    {
        var hash = Bytes32.Parse("0x" + new string('7', 64));
        var address = Address.Parse("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");
        BigInteger[] eight = [1, 2, 3, 4, 5, 6, 7, UInt256.MaxValue];
        var data = AbiWriter
            .Arguments()
            .Add(hash)
            .AddString("zwölf")
            .AddFixedArray(eight)
            .AddArray([])
            .Add(address)
            .AddBytes(Encoding.ASCII.GetBytes(new string('x', 32)))
            .Add(false)
            .Add(UInt256.MaxValue)
            .ToArray();

        var reader = new AbiReader(data);

        Assert.That(reader.ReadBytes32(), Is.EqualTo(hash));
        Assert.That(reader.ReadString(), Is.EqualTo("zwölf"));
        Assert.That(reader.ReadFixedArray(8), Is.EqualTo(eight));
        Assert.That(reader.ReadArray(), Is.Empty);
        Assert.That(reader.ReadAddress(), Is.EqualTo(address));
        Assert.That(reader.ReadBytes(), Has.Length.EqualTo(32));
        Assert.That(reader.ReadBool(), Is.False);
        Assert.That(reader.ReadUInt256(), Is.EqualTo(UInt256.MaxValue));
    }

    [Test]
    public void A_number_that_is_no_uint256_is_refused()
    {
        Assert.That(() => AbiWriter.Arguments().Add(BigInteger.MinusOne), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => AbiWriter.Arguments().AddArray([UInt256.MaxValue + 1]),
            Throws.TypeOf<ArgumentOutOfRangeException>()
        );
    }

    [Test]
    public void Selector_and_topic_of_ERC_20()
    {
        Assert.That(
            Convert.ToHexStringLower(AbiSignature.Selector("transfer(address,uint256)")),
            Is.EqualTo("a9059cbb")
        );
        Assert.That(
            AbiSignature.Topic("Transfer(address,address,uint256)").ToString(),
            Is.EqualTo("0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef")
        );
    }
}
