namespace ProofSaga.Prover.ProofSystems;

/// <summary>The proof systems that this process can run.</summary>
public interface IProofSystemCatalog
{
    IReadOnlyList<IProofSystem> ProofSystems { get; }

    /// <summary>The proof system of that name; <see langword="null"/> when there is none.</summary>
    IProofSystem? Find(string name);
}
