using ProofSaga.Ethereum.Transactions;

namespace ProofSaga.Ethereum.Signing;

/// <summary>An account that signs transactions, wherever its private key is.</summary>
public interface ITransactionSigner
{
    /// <summary>The account.</summary>
    Address Address { get; }

    /// <summary>Signs exactly this transaction. Store the result before it is sent: signing again may give another hash.</summary>
    /// <exception cref="EthereumException">It is not signed: the signer is away, slow, refuses or signs something else.</exception>
    Task<SignedTransaction> SignAsync(Eip1559Transaction transaction, CancellationToken cancellationToken = default);
}
