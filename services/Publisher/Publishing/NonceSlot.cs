using ProofSaga.Ethereum;
using ProofSaga.Persistence.Publications;

namespace ProofSaga.Publisher.Publishing;

/// <summary>
/// The one place in a signer's sequence that a batch's transaction can be mined in: it, or what replaces it.
/// </summary>
/// <param name="SignerName">As the ledger writes it.</param>
sealed record NonceSlot(Guid BatchId, long ChainId, string SignerName, long Nonce)
{
    public Address Signer { get; } = Address.Parse(SignerName);

    public static NonceSlot Of(PublicationTransaction transaction) =>
        new(transaction.BatchId, transaction.ChainId, transaction.Signer, transaction.Nonce);
}
