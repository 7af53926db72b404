using ProofSaga.Persistence.Publications;

namespace ProofSaga.Publisher.Ledger;

/// <summary>What became of a batch that was to be prepared.</summary>
/// <param name="Transaction">Signed and stored; null when there was nothing left to publish by it.</param>
/// <param name="ProofIds">The proofs that it publishes.</param>
/// <param name="Earlier">The proofs that it leaves out, with the open transaction that publishes each.</param>
/// <param name="GivenUp">The proofs that it leaves out because they were cancelled, or failed.</param>
sealed record PreparedBatch(
    PublicationTransaction? Transaction,
    IReadOnlyCollection<Guid> ProofIds,
    IReadOnlyDictionary<Guid, PublicationTransaction> Earlier,
    IReadOnlyCollection<Guid> GivenUp
);
