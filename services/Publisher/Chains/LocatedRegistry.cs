using ProofSaga.Ethereum;

namespace ProofSaga.Publisher.Chains;

/// <summary>A registry on which the signer may publish.</summary>
/// <param name="Origin">Where its address comes from, for people.</param>
/// <param name="PlonkCircuits">Ids of the circuits whose plonk proofs it has verified by a contract.</param>
sealed record LocatedRegistry(Address Address, string Origin, IReadOnlySet<Bytes32> PlonkCircuits);
