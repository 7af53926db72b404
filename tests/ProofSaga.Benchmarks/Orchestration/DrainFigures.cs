namespace ProofSaga.Benchmarks.Orchestration;

/// <summary>Single-message outboxes that reach RabbitMQ in a second, each confirmed by it.</summary>
public sealed record DrainFigures(double OneNode, double TwoNodes);
