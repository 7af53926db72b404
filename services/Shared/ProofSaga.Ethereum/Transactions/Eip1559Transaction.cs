using System.Numerics;
using ProofSaga.Ethereum.Hashing;
using ProofSaga.Ethereum.Rlp;
using ProofSaga.Ethereum.Signing;

namespace ProofSaga.Ethereum.Transactions;

/// <summary>An unsigned type 2 transaction (EIP-1559 in the envelope of EIP-2718) with an empty access list (EIP-2930).</summary>
public sealed record Eip1559Transaction
{
    internal const byte TransactionType = 2;

    public required ulong ChainId { get; init; }

    /// <summary>How many transactions the sender had sent before this one.</summary>
    public required ulong Nonce { get; init; }

    /// <summary>The tip to the block's producer, in wei per gas; at most <see cref="MaxFeePerGas"/>.</summary>
    public required BigInteger MaxPriorityFeePerGas { get; init; }

    /// <summary>The most the sender pays, base fee and tip together, in wei per gas.</summary>
    public required BigInteger MaxFeePerGas { get; init; }

    public required ulong GasLimit { get; init; }

    /// <summary>The called account; null creates a contract.</summary>
    public required Address? To { get; init; }

    /// <summary>Wei sent along.</summary>
    public BigInteger Value { get; init; } = BigInteger.Zero;

    /// <summary>The call data, or the init code of a contract creation.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>What the sender signs.</summary>
    public Bytes32 SigningHash() => Keccak256.Hash(Envelope(UnsignedFields()));

    /// <summary>Signs with the account's key. Randomised: store the result before it is sent, signing again gives another hash.</summary>
    public SignedTransaction Sign(Account account) => WithSignature(account.Sign(SigningHash()));

    /// <summary>Joins the transaction and a signature made elsewhere, over <see cref="SigningHash"/>.</summary>
    /// <exception cref="ArgumentException">No account could have made this signature, or its S is in the upper half (EIP-2).</exception>
    public SignedTransaction WithSignature(EcdsaSignature signature)
    {
        if (!signature.IsLowS)
            throw new ArgumentException("S is in the upper half of the order; EIP-2 forbids it.", nameof(signature));
        var sender =
            signature.RecoverSigner(SigningHash())
            ?? throw new ArgumentException("No account could have made this signature.", nameof(signature));

        byte[][] fields =
        [
            .. UnsignedFields(),
            RlpEncoder.Encode((BigInteger)signature.YParity),
            RlpEncoder.Encode(signature.R),
            RlpEncoder.Encode(signature.S),
        ];
        var raw = Envelope(fields);
        return new SignedTransaction(this, signature, sender, Keccak256.Hash(raw), raw);
    }

    byte[][] UnsignedFields() =>
        [
            RlpEncoder.Encode((BigInteger)ChainId),
            RlpEncoder.Encode((BigInteger)Nonce),
            RlpEncoder.Encode(MaxPriorityFeePerGas),
            RlpEncoder.Encode(MaxFeePerGas),
            RlpEncoder.Encode((BigInteger)GasLimit),
            RlpEncoder.Encode(To?.ToArray() ?? []),
            RlpEncoder.Encode(Value),
            RlpEncoder.Encode(Data.Span),
            RlpEncoder.EncodeList(),
        ];

    static byte[] Envelope(IReadOnlyList<byte[]> fields) => [TransactionType, .. RlpEncoder.EncodeList(fields)];
}
