using ProofSaga.Ethereum.Signing;

namespace ProofSaga.Ethereum.Transactions;

/// <summary>A transaction ready to be sent. Its hash is final: a node that accepts <see cref="RawBytes"/> reports the same.</summary>
/// <param name="Sender">The account recovered from the signature.</param>
/// <param name="RawBytes">The envelope of EIP-2718 for <c>eth_sendRawTransaction</c>.</param>
public sealed record SignedTransaction(
    Eip1559Transaction Transaction,
    EcdsaSignature Signature,
    Address Sender,
    Bytes32 Hash,
    ReadOnlyMemory<byte> RawBytes
)
{
    /// <summary>Reads the envelope of a type 2 transaction, and recovers who signed it.</summary>
    /// <exception cref="FormatException">It is no signed type 2 transaction with an empty access list.</exception>
    public static SignedTransaction Parse(ReadOnlyMemory<byte> rawBytes) => SignedTransactionReader.Read(rawBytes);
}
