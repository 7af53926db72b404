namespace ProofSaga.Benchmarks.OutboxDrain;

/// <summary>What waits in the outboxes: about as large as the pipeline's own messages.</summary>
public sealed record SomethingHappened(Guid Id, int Number, string Note);
