using System.Numerics;
using ProofSaga.Ethereum.Rlp;
using ProofSaga.Ethereum.Signing;

namespace ProofSaga.Ethereum.Transactions;

/// <summary>The reverse of <see cref="Eip1559Transaction.WithSignature"/>.</summary>
static class SignedTransactionReader
{
    const int Fields = 12;

    /// <exception cref="FormatException">It is no signed type 2 transaction with an empty access list.</exception>
    public static SignedTransaction Read(ReadOnlyMemory<byte> rawBytes)
    {
        if (rawBytes.IsEmpty || rawBytes.Span[0] != Eip1559Transaction.TransactionType)
            throw new FormatException("This is no type 2 transaction (EIP-1559).");
        if (RlpDecoder.Decode(rawBytes[1..]).Items is not { Count: Fields } fields)
            throw new FormatException($"A signed type 2 transaction is a list of {Fields} fields.");
        if (fields[8].Items is not { Count: 0 })
            throw new FormatException("The transaction has an access list, or something else in its place.");

        var transaction = new Eip1559Transaction
        {
            ChainId = UInt64(fields[0], "chain id"),
            Nonce = UInt64(fields[1], "nonce"),
            MaxPriorityFeePerGas = Number(fields[2], "max priority fee"),
            MaxFeePerGas = Number(fields[3], "max fee"),
            GasLimit = UInt64(fields[4], "gas limit"),
            To = Receiver(Bytes(fields[5], "receiver")),
            Value = Number(fields[6], "value"),
            Data = Bytes(fields[7], "data"),
        };
        var yParity = UInt64(fields[9], "parity");
        var signature = new EcdsaSignature(Number(fields[10], "R"), Number(fields[11], "S"), yParity == 1 ? 1 : 0);
        try
        {
            return yParity <= 1
                ? transaction.WithSignature(signature)
                : throw new FormatException("The transaction's parity is neither 0 nor 1.");
        }
        catch (ArgumentException impossible)
        {
            throw new FormatException(
                "The transaction's signature is none that an account could have made.",
                impossible
            );
        }
    }

    static Address? Receiver(ReadOnlyMemory<byte> bytes) =>
        bytes.Length switch
        {
            0 => null,
            Address.Length => new Address(bytes.Span),
            _ => throw new FormatException("The transaction's receiver is no address."),
        };

    static ulong UInt64(RlpItem item, string what) =>
        Number(item, what) is var number && number <= ulong.MaxValue
            ? (ulong)number
            : throw new FormatException($"The transaction's {what} is above 2^64 - 1.");

    static BigInteger Number(RlpItem item, string what)
    {
        var bytes = Bytes(item, what);
        return bytes.Length <= Bytes32.Length && (bytes.IsEmpty || bytes.Span[0] != 0)
            ? UInt256.Read(bytes.Span)
            : throw new FormatException($"The transaction's {what} is no number without leading zeros.");
    }

    static ReadOnlyMemory<byte> Bytes(RlpItem item, string what) =>
        item.Items is null ? item.Bytes : throw new FormatException($"The transaction's {what} is a list.");
}
