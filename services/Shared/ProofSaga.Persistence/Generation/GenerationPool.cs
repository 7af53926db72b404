namespace ProofSaga.Persistence.Generation;

/// <summary>Which of a worker's slots a generation takes.</summary>
public enum GenerationPool
{
    /// <summary>A prover process: seconds to minutes of every core.</summary>
    Prover,

    /// <summary>The proof systems that are done at once.</summary>
    Instant,
}
