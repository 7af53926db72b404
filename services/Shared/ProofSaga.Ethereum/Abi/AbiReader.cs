using System.Numerics;
using System.Text;

namespace ProofSaga.Ethereum.Abi;

/// <summary>Reads values in the order of their types from data a contract returned. The data is not trusted: every offset and length is checked.</summary>
/// <remarks>Each method throws <see cref="EthereumException"/> (<see cref="EthereumFailure.MalformedAnswer"/>) if the data does not hold such a value.</remarks>
public sealed class AbiReader(ReadOnlyMemory<byte> data)
{
    const int WordLength = 32;

    int position;

    public BigInteger ReadUInt256() => UInt256.Read(NextWord());

    public Bytes32 ReadBytes32() => new(NextWord());

    public Address ReadAddress()
    {
        var word = NextWord();
        return word[..12].ContainsAnyExcept((byte)0)
            ? throw Malformed("an address has more than 20 bytes")
            : new Address(word[12..]);
    }

    public bool ReadBool()
    {
        var value = ReadUInt256();
        return value > 1 ? throw Malformed("a bool is neither 0 nor 1") : value.IsOne;
    }

    /// <summary>An array whose length is part of its type, for example <c>uint256[8]</c>.</summary>
    public BigInteger[] ReadFixedArray(int length)
    {
        var values = new BigInteger[length];
        for (var at = 0; at < length; at++)
            values[at] = ReadUInt256();
        return values;
    }

    /// <summary>A <c>uint256[]</c>.</summary>
    public BigInteger[] ReadArray()
    {
        var (start, length) = NextTail(WordLength);
        return new AbiReader(data.Slice(start, length * WordLength)).ReadFixedArray(length);
    }

    /// <summary>A <c>bytes</c>.</summary>
    public byte[] ReadBytes() => NextBytes().ToArray();

    /// <summary>A <c>bytes[]</c>, as slices of the data.</summary>
    public ReadOnlyMemory<byte>[] ReadBytesArray()
    {
        var (start, length) = NextTail(WordLength);
        var items = new AbiReader(data[start..]);
        var values = new ReadOnlyMemory<byte>[length];
        for (var at = 0; at < length; at++)
            values[at] = items.NextBytes();
        return values;
    }

    /// <summary>A <c>string</c>; bytes that are no UTF-8 become U+FFFD.</summary>
    public string ReadString() => Encoding.UTF8.GetString(ReadBytes());

    ReadOnlyMemory<byte> NextBytes()
    {
        var (start, length) = NextTail(1);
        return data.Slice(start, length);
    }

    ReadOnlySpan<byte> NextWord()
    {
        var word = WordAt(position);
        position += WordLength;
        return word;
    }

    ReadOnlySpan<byte> WordAt(int start) =>
        start <= data.Length - WordLength
            ? data.Span.Slice(start, WordLength)
            : throw Malformed($"it ends at byte {data.Length}, in the middle of a value");

    (int Start, int Length) NextTail(int itemLength)
    {
        var offset = ReadUInt256();
        if (offset > data.Length)
            throw Malformed("an offset points behind its end");

        var start = (int)offset + WordLength;
        var length = UInt256.Read(WordAt((int)offset));
        if (length * itemLength > data.Length - start)
            throw Malformed("a length goes beyond its end");
        return (start, (int)length);
    }

    static EthereumException Malformed(string problem) =>
        new(EthereumFailure.MalformedAnswer, $"The contract's data cannot be read: {problem}.");
}
