using System.Numerics;

namespace ProofSaga.Ethereum.Abi;

/// <summary>Turns the data of a revert into a reason: <c>Error(string)</c>, <c>Panic(uint256)</c>, and the custom errors it is given.</summary>
public sealed class RevertDecoder(params IReadOnlyCollection<CustomError> customErrors)
{
    const int MostBytesShown = 200;

    static readonly byte[] ErrorSelector = AbiSignature.Selector("Error(string)");
    static readonly byte[] PanicSelector = AbiSignature.Selector("Panic(uint256)");

    /// <summary>Never throws: data that cannot be read becomes a reason that says so.</summary>
    public RevertReason Decode(ReadOnlyMemory<byte> data)
    {
        if (data.IsEmpty)
            return new RevertReason(null, "the contract gave no reason");

        try
        {
            return DecodeKnown(data) ?? new RevertReason(null, $"an error unknown to us, {Show(data)}");
        }
        catch (EthereumException exception)
        {
            return new RevertReason(null, $"an error that cannot be read, {Show(data)}: {exception.Message}");
        }
    }

    RevertReason? DecodeKnown(ReadOnlyMemory<byte> data)
    {
        if (data.Length < AbiSignature.SelectorLength)
            return null;

        var arguments = data[AbiSignature.SelectorLength..];
        if (Starts(data, ErrorSelector))
            return new RevertReason("Error", new AbiReader(arguments).ReadString());
        if (Starts(data, PanicSelector))
            return new RevertReason("Panic", DescribePanic(new AbiReader(arguments).ReadUInt256()));
        return customErrors.FirstOrDefault(error => Starts(data, error.Selector))?.Describe(arguments);
    }

    static string Show(ReadOnlyMemory<byte> data) =>
        data.Length <= MostBytesShown
            ? Hex.Encode(data.Span)
            : $"{Hex.Encode(data.Span[..MostBytesShown])}… ({data.Length} bytes)";

    static bool Starts(ReadOnlyMemory<byte> data, byte[] selector) => data.Span.StartsWith(selector);

    // Solidity documentation, "Panic via assert and Error via require"
    static string DescribePanic(BigInteger code) =>
        (code > byte.MaxValue ? -1 : (int)code) switch
        {
            0x01 => "an assertion failed",
            0x11 => "arithmetic overflow or underflow",
            0x12 => "division or modulo by zero",
            0x21 => "conversion to an enum that has no such value",
            0x22 => "access to a storage byte array that is incorrectly encoded",
            0x31 => "pop on an empty array",
            0x32 => "array index out of bounds",
            0x41 => "too much memory allocated",
            0x51 => "call of a function pointer that is not set",
            _ => $"panic with code {code}",
        };
}
