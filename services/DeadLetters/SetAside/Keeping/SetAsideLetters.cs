using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ProofSaga.DeadLetters.SetAside.Headers;
using ProofSaga.DeadLetters.SetAside.Reading;
using ProofSaga.Persistence;
using ProofSaga.Persistence.DeadLetters;
using ProofSaga.Persistence.Secrets;

namespace ProofSaga.DeadLetters.SetAside.Keeping;

/// <summary>Makes dead letters of messages that were set aside, one of each.</summary>
sealed class SetAsideLetters(
    ProofSagaDbContext db,
    InputProtector protector,
    IOptions<SetAsideOptions> options,
    TimeProvider time,
    ILogger<SetAsideLetters> logger
)
{
    /// <summary>Stores letter and message in one transaction, unless a delivery of the same message was stored before.</summary>
    public async Task StoreOnceAsync(SetAsideDelivery delivery, CancellationToken cancellationToken)
    {
        var reading = IsKept(delivery) ? MessageReader.Read(delivery.Body) : new(null, null, Guid.Empty);
        var letter = LetterOf(delivery, reading);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (!await db.InsertIfAbsentAsync(letter, cancellationToken))
        {
            if (!await IsAnotherAsync(delivery, letter.Id, cancellationToken))
            {
                logger.SetAsideBefore(delivery.Source.Queue, letter.Id);
                return;
            }

            letter.Id = Guid.CreateVersion7();
            await db.InsertIfAbsentAsync(letter, cancellationToken);
        }

        await db.InsertIfAbsentAsync(MessageOf(letter.Id, delivery, reading), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        logger.SetAside(delivery.Source.Queue, letter.Id, letter.ProofId, letter.Code, letter.Error);
    }

    /// <summary>
    /// Is a message with the id of another's letter another message? One that was never delivered before is, unless its own
    /// message id says that it is a repeat of one that nothing was decided about yet.
    /// </summary>
    async Task<bool> IsAnotherAsync(SetAsideDelivery delivery, Guid letterId, CancellationToken cancellationToken) =>
        !delivery.IsRepeat
        && (
            delivery.Properties.MessageId is null
            || await db.DeadLetters.AnyAsync(
                letter => letter.Id == letterId && letter.Resolution != null,
                cancellationToken
            )
        );

    DeadLetter LetterOf(SetAsideDelivery delivery, MessageReading reading)
    {
        var reason = SetAsideReason.Of(delivery, reading);
        return new DeadLetter
        {
            Id = SetAsideIdentity.Of(delivery, protector),
            ProofId = reading.ProofId,
            Stage = StageOf(delivery.Source.Origin),
            Queue = delivery.Source.Origin,
            Attempts = reason.Attempts,
            Code = reason.Code,
            Error = reason.Error,
            FailedAt = FaultHeaders.TimeOf(delivery.Properties) ?? time.GetUtcNow().UtcDateTime,
        };
    }

    SetAsideMessage MessageOf(Guid letterId, SetAsideDelivery delivery, MessageReading reading)
    {
        var isKept = IsKept(delivery);
        return new SetAsideMessage
        {
            DeadLetterId = letterId,
            MessageId = PlainText.Of(delivery.Properties.MessageId),
            MessageType = reading.MessageType,
            ContentType = PlainText.Of(delivery.Properties.ContentType),
            Headers = JsonSerializer.Serialize(FaultHeaders.ShownOf(delivery.Properties)),
            BodyBytes = delivery.Body.Length,
            ProtectedMessage = isKept ? protector.Protect(letterId, OriginalOf(delivery).ToBytes()) : null,
            WhyNotKept = isKept
                ? null
                : $"its body has {delivery.Body.Length} bytes, and at most {options.Value.MaxBodyBytes} are kept",
        };
    }

    bool IsKept(SetAsideDelivery delivery) => delivery.Body.Length <= options.Value.MaxBodyBytes;

    static KeptMessage OriginalOf(SetAsideDelivery delivery) =>
        new(delivery.Properties with { Headers = FaultHeaders.Without(delivery.Properties.Headers) }, delivery.Body);

    static string StageOf(string queue) =>
        queue switch
        {
            "submit-proof" => DeadLetter.Intake,
            "generate-proof" or "generate-instant-proof" => "generate",
            "verify-proof" or "verify-instant-proof" => "verify",
            "publish-proof" => "publish",
            "dead-letter" => DeadLetter.DeadLetters,
            _ => DeadLetter.Saga,
        };
}
