using ProofSaga.Ethereum;

namespace ProofSaga.Publisher.Chains.Deployments;

/// <summary>A registry that was deployed on a chain, with the circuits that were registered.</summary>
/// <param name="ChainId">EIP-155 chain id.</param>
/// <param name="ContractSourceSha256">Of the contract that this program had at hand when it deployed the registry.</param>
/// <param name="Circuits">By circuit id.</param>
sealed record DeploymentRecord(
    ulong ChainId,
    Address Registry,
    Address Owner,
    string ContractSourceSha256,
    IReadOnlyDictionary<Bytes32, RecordedCircuit> Circuits
);
