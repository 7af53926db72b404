namespace ProofSaga.Hosting.Workers;

/// <summary>How many generations a service of this process runs at once.</summary>
/// <param name="Prover">In prover processes.</param>
/// <param name="Instant">Of instant proof systems.</param>
public sealed record GenerationSlots(int Prover, int Instant);
