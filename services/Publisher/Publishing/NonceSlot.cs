using ProofSaga.Ethereum;
using ProofSaga.Persistence.Publications;

namespace ProofSaga.Publisher.Publishing;

/// <summary>The one place in a signer's sequence that a transaction can be mined in.</summary>
readonly record struct NonceSlot(Address Signer, long Nonce)
{
    public static NonceSlot Of(PublicationTransaction transaction) =>
        new(Address.Parse(transaction.Signer), transaction.Nonce);
}
