using ProofSaga.Persistence;

namespace ProofSaga.Hosting.Tests.Outages;

/// <summary>The same as a worker, without a transaction around it.</summary>
sealed class NoteWorker(ProofSagaDbContext db, NoteAttempts attempts) : NoteConsumer(db, attempts);
