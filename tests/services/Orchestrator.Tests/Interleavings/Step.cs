namespace ProofSaga.Orchestrator.Tests.Interleavings;

/// <param name="Back">
/// Which order or message is meant: 0 is the last one, 1 the one before, round and round. An order that none means is lost, one
/// that two mean is answered twice, and an old one late.
/// </param>
sealed record Step(StepKind Kind, int Back)
{
    public override string ToString() => Back == 0 ? $"{Kind}" : $"{Kind}-{Back}";
}
