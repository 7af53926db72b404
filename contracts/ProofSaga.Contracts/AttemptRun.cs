namespace ProofSaga.Contracts;

/// <summary>
/// One run of an attempt by a worker. An attempt has several when its order is delivered again because a worker died.
/// </summary>
/// <param name="Id">Chosen by the worker for this run: the same in everything that the run tells.</param>
/// <param name="Worker">The process, at most 100 characters.</param>
/// <param name="StartedAt">By the worker's clock.</param>
/// <param name="CompletedAt">By the same clock, so that the duration is right; null while the run goes on.</param>
public sealed record AttemptRun(Guid Id, string Worker, DateTimeOffset StartedAt, DateTimeOffset? CompletedAt = null);
