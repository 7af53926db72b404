using System.Numerics;
using System.Text;

namespace ProofSaga.Ethereum.Abi;

/// <summary>
/// Writes arguments in the order they are added, by the Contract ABI Specification: static values in the head,
/// dynamic ones in the tail with their offset in the head.
/// </summary>
public sealed class AbiWriter
{
    const int WordLength = 32;

    readonly byte[] selector;
    readonly List<(byte[] Bytes, bool IsDynamic)> arguments = [];

    AbiWriter(byte[] selector) => this.selector = selector;

    /// <summary>Call data of a function.</summary>
    /// <param name="signature">Canonical, for example <c>transfer(address,uint256)</c>.</param>
    public static AbiWriter Function(string signature) => new(AbiSignature.Selector(signature));

    /// <summary>Arguments alone, as a constructor takes them.</summary>
    public static AbiWriter Arguments() => new([]);

    public AbiWriter Add(Bytes32 value) => AddStatic(value.ToArray());

    public AbiWriter Add(Address value) => AddStatic([.. new byte[WordLength - Address.Length], .. value.ToArray()]);

    public AbiWriter Add(bool value) => AddStatic(UInt256.ToBytes(value ? 1 : 0));

    /// <exception cref="ArgumentOutOfRangeException">The number is no uint256.</exception>
    public AbiWriter Add(BigInteger value) => AddStatic(UInt256.ToBytes(value));

    /// <summary>An array whose length is part of its type, for example <c>uint256[8]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is no uint256.</exception>
    public AbiWriter AddFixedArray(IReadOnlyCollection<BigInteger> values) => AddStatic(Words(values));

    /// <summary>A <c>uint256[]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is no uint256.</exception>
    public AbiWriter AddArray(IReadOnlyCollection<BigInteger> values) =>
        AddDynamic([.. UInt256.ToBytes(values.Count), .. Words(values)]);

    /// <summary>An array of structs.</summary>
    /// <param name="structs">The members of each, from <see cref="Arguments"/>.</param>
    public AbiWriter AddStructArray(IReadOnlyCollection<AbiWriter> structs)
    {
        // one dynamic member makes its struct dynamic, and all structs of an array have the same members
        var isDynamic = structs.Any(item => item.arguments.Any(member => member.IsDynamic));
        var items = Arguments();
        items.arguments.AddRange(structs.Select(item => (item.ToArray(), isDynamic)));
        return AddDynamic([.. UInt256.ToBytes(structs.Count), .. items.ToArray()]);
    }

    /// <summary>A <c>bytes</c>.</summary>
    public AbiWriter AddBytes(ReadOnlySpan<byte> value)
    {
        var padding = (WordLength - value.Length % WordLength) % WordLength;
        return AddDynamic([.. UInt256.ToBytes(value.Length), .. value, .. new byte[padding]]);
    }

    /// <summary>A <c>string</c>.</summary>
    public AbiWriter AddString(string value) => AddBytes(Encoding.UTF8.GetBytes(value));

    public byte[] ToArray()
    {
        var headLength = arguments.Sum(argument => argument.IsDynamic ? WordLength : argument.Bytes.Length);
        List<byte> head = [.. selector];
        List<byte> tail = [];
        foreach (var (bytes, isDynamic) in arguments)
        {
            head.AddRange(isDynamic ? UInt256.ToBytes(headLength + tail.Count) : bytes);
            if (isDynamic)
                tail.AddRange(bytes);
        }

        return [.. head, .. tail];
    }

    AbiWriter AddStatic(byte[] bytes)
    {
        arguments.Add((bytes, false));
        return this;
    }

    AbiWriter AddDynamic(byte[] bytes)
    {
        arguments.Add((bytes, true));
        return this;
    }

    static byte[] Words(IReadOnlyCollection<BigInteger> values) => [.. values.SelectMany(UInt256.ToBytes)];
}
