using MassTransit;
using ProofSaga.Persistence;
using ProofSaga.Persistence.DeadLetters;

namespace ProofSaga.Hosting.Tests.Outages;

/// <summary>Writes each note as a dead letter; a second one with the same id would fail.</summary>
class NoteConsumer(ProofSagaDbContext db, NoteAttempts attempts) : IConsumer<Note>
{
    public async Task Consume(ConsumeContext<Note> context)
    {
        attempts.Began(context.GetRetryAttempt());
        db.DeadLetters.Add(
            new DeadLetter
            {
                Id = context.Message.NoteId,
                ProofId = context.Message.NoteId,
                Stage = GetType().Name,
                FailedAt = TimeProvider.System.GetUtcNow().UtcDateTime,
            }
        );
        await db.SaveChangesAsync(context.CancellationToken);
    }
}
