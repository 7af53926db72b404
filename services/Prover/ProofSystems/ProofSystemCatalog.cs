namespace ProofSaga.Prover.ProofSystems;

/// <summary>The registered proof systems by name.</summary>
sealed class ProofSystemCatalog : IProofSystemCatalog
{
    readonly Dictionary<string, IProofSystem> byName;

    /// <summary>Indexes the proof systems.</summary>
    /// <exception cref="ArgumentException">Two have one name.</exception>
    public ProofSystemCatalog(IEnumerable<IProofSystem> proofSystems)
    {
        ProofSystems = [.. proofSystems];
        byName = ProofSystems.ToDictionary(system => system.Describe().Name);
    }

    public IReadOnlyList<IProofSystem> ProofSystems { get; }

    public IProofSystem? Find(string name) => byName.GetValueOrDefault(name);
}
