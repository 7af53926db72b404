using System.Numerics;
using ProofSaga.Ethereum.Abi;

namespace ProofSaga.Ethereum.Tests.Abi;

public class AbiReaderTests
{
    static readonly BigInteger TwoTo31 = BigInteger.Pow(2, 31);

    [Test]
    public void Data_that_ends_in_the_middle_of_a_word_is_malformed()
    {
        AssertMalformed(new byte[31], reader => reader.ReadUInt256());
        AssertMalformed([], reader => reader.ReadBool());
    }

    [Test]
    public void A_bool_is_0_or_1()
    {
        AssertMalformed(UInt256.ToBytes(2), reader => reader.ReadBool());
    }

    [Test]
    public void An_address_has_no_bits_above_the_160th()
    {
        AssertMalformed(UInt256.ToBytes(BigInteger.Pow(2, 160)), reader => reader.ReadAddress());
    }

    [Test]
    public void Offsets_and_lengths_cannot_point_outside()
    {
        BigInteger[] tooFar = [33, TwoTo31, TwoTo31 - 32, UInt256.MaxValue];
        foreach (var number in tooFar)
        {
            AssertMalformed(UInt256.ToBytes(number), reader => reader.ReadBytes());
            byte[] length = [.. UInt256.ToBytes(32), .. UInt256.ToBytes(number), .. new byte[32]];
            AssertMalformed(length, reader => reader.ReadBytes());
            AssertMalformed(length, reader => reader.ReadArray());
            AssertMalformed(length, reader => reader.ReadBytesArray());
            byte[] item = [.. UInt256.ToBytes(32), .. UInt256.ToBytes(1), .. UInt256.ToBytes(number)];
            AssertMalformed(item, reader => reader.ReadBytesArray());
        }
    }

    static void AssertMalformed(byte[] data, Func<AbiReader, object> read)
    {
        var exception = Assert.Throws<EthereumException>(() => read(new AbiReader(data)));
        Assert.That(exception.Failure, Is.EqualTo(EthereumFailure.MalformedAnswer));
    }
}
