namespace ProofSaga.Ethereum.Rlp;

/// <summary>Recursive Length Prefix decoding, Yellow Paper appendix B. Takes only what <see cref="RlpEncoder"/> makes.</summary>
public static class RlpDecoder
{
    const byte ShortString = 0x80;
    const byte ShortList = 0xC0;
    const int LongestShortPayload = 55;
    const int MaxDepth = 16;

    /// <exception cref="FormatException">This is not exactly one item in its one, shortest, encoding.</exception>
    public static RlpItem Decode(ReadOnlyMemory<byte> encoded)
    {
        var (item, length) = Read(encoded, depth: 0);
        return length == encoded.Length ? item : throw new FormatException("There are bytes after the RLP item.");
    }

    static (RlpItem Item, int Length) Read(ReadOnlyMemory<byte> encoded, int depth)
    {
        if (encoded.IsEmpty)
            throw TooShort();
        if (depth > MaxDepth)
            throw new FormatException("The RLP lists are nested too deeply.");

        var first = encoded.Span[0];
        if (first < ShortString)
            return (new RlpItem(encoded[..1], Items: null), 1);

        var isList = first >= ShortList;
        var (start, length) = ReadLength(encoded.Span, first - (isList ? ShortList : ShortString));
        if (length > encoded.Length - start)
            throw TooShort();

        var payload = encoded.Slice(start, length);
        if (isList)
            return (new RlpItem(default, ReadItems(payload, depth + 1)), start + length);
        if (length == 1 && payload.Span[0] < ShortString)
            throw new FormatException("A single byte below 0x80 is its own RLP encoding.");
        return (new RlpItem(payload, Items: null), start + length);
    }

    static List<RlpItem> ReadItems(ReadOnlyMemory<byte> payload, int depth)
    {
        var items = new List<RlpItem>();
        while (!payload.IsEmpty)
        {
            var (item, length) = Read(payload, depth);
            items.Add(item);
            payload = payload[length..];
        }

        return items;
    }

    static (int Start, int Length) ReadLength(ReadOnlySpan<byte> encoded, int prefix)
    {
        if (prefix <= LongestShortPayload)
            return (1, prefix);

        var digits = prefix - LongestShortPayload;
        if (digits > sizeof(int) || encoded.Length <= digits)
            throw TooShort();

        long length = 0;
        foreach (var digit in encoded.Slice(1, digits))
            length = (length << 8) | digit;
        if (encoded[1] == 0 || length <= LongestShortPayload)
            throw new FormatException("An RLP length is not in its shortest form.");
        return length <= int.MaxValue ? (1 + digits, (int)length) : throw TooShort();
    }

    static FormatException TooShort() => new("The RLP item ends before its length.");
}
