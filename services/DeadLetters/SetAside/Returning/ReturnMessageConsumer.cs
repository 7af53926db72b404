using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Contracts.Replaying;
using ProofSaga.DeadLetters.SetAside.Headers;
using ProofSaga.DeadLetters.SetAside.Keeping;
using ProofSaga.Persistence;
using ProofSaga.Persistence.DeadLetters;
using ProofSaga.Persistence.Secrets;

namespace ProofSaga.DeadLetters.SetAside.Returning;

/// <summary>
/// Puts a message back into its queue and forgets it, in one transaction. If this process dies in between, the message goes
/// back a second time, under the same id, as any message may.
/// </summary>
sealed class ReturnMessageConsumer(
    ProofSagaDbContext db,
    InputProtector protector,
    IMessageReturn queues,
    ILogger<ReturnMessageConsumer> logger
) : IConsumer<ReturnMessage>
{
    public async Task Consume(ConsumeContext<ReturnMessage> context)
    {
        var letterId = context.Message.DeadLetterId;
        var found = await (
            from letter in db.DeadLetters
            join message in db.SetAsideMessages on letter.Id equals message.DeadLetterId
            where letter.Id == letterId && letter.Resolution == DeadLetterResolution.Replayed
            select new { letter.Queue, message.ProtectedMessage }
        ).SingleOrDefaultAsync(context.CancellationToken);
        if (found?.ProtectedMessage is not { } kept || !await TakeAsync(letterId, context.CancellationToken))
        {
            logger.NothingToReturn(letterId);
            return;
        }

        var original = KeptMessage.Read(protector.Unprotect(letterId, kept));
        await queues.SendAsync(found.Queue!, MarkedBy(letterId, original), context.CancellationToken);
        logger.Returned(letterId, found.Queue!);
    }

    /// <summary>Locks the row until the transaction ends, so that of two orders one finds it empty.</summary>
    async Task<bool> TakeAsync(Guid letterId, CancellationToken cancellationToken) =>
        await db
            .SetAsideMessages.Where(message => message.DeadLetterId == letterId && message.ProtectedMessage != null)
            .ExecuteUpdateAsync(
                update => update.SetProperty(message => message.ProtectedMessage, (byte[]?)null),
                cancellationToken
            ) == 1;

    static KeptMessage MarkedBy(Guid letterId, KeptMessage message) =>
        message with
        {
            Properties = message.Properties with
            {
                Headers = new Dictionary<string, object>(message.Properties.Headers, StringComparer.Ordinal)
                {
                    [FaultHeaders.Returned] = $"{letterId}",
                },
            },
        };
}
