using MassTransit;
using ProofSaga.Contracts.Outcome;
using ProofSaga.Contracts.Submission;
using ProofSaga.Hosting.Messaging;
using ProofSaga.Persistence;
using ProofSaga.Persistence.DeadLetters;

namespace ProofSaga.DeadLetters;

/// <summary>Turns what failed for good into dead letters.</summary>
sealed class DeadLetterConsumer(DeadLetterStore store, TimeProvider time)
    : IConsumer<ProofFailed>,
        IConsumer<ProofRejected>
{
    /// <exception cref="MessageException">It names no proof, or lacks another member.</exception>
    public Task Consume(ConsumeContext<ProofFailed> context)
    {
        var failed = context.Message;
        if (failed.ProofId == Guid.Empty)
            throw new UnnamedProofException(typeof(ProofFailed));
        if (failed is not { Code: not null, Error: not null, Client: not null, Circuit: not null })
            throw Incomplete<ProofFailed>();
        return store.StoreOnceAsync(
            new DeadLetter
            {
                Id = IdOf(context),
                ProofId = failed.ProofId,
                Stage = SnakeCase.Of(failed.Stage),
                Attempts = failed.Attempts,
                Code = failed.Code,
                Error = failed.Error,
                Client = failed.Client,
                Circuit = failed.Circuit,
                FailedAt = failed.FailedAt.UtcDateTime,
            },
            context.CancellationToken
        );
    }

    /// <summary>
    /// A rejection does not say when it was made; the time its message was sent does, and stays the same when the
    /// message is delivered again. Who asked is not known either: an unreadable submission may not even say.
    /// </summary>
    /// <exception cref="MessageException">It does not say what is wrong.</exception>
    public Task Consume(ConsumeContext<ProofRejected> context)
    {
        var rejected = context.Message;
        if (rejected.Errors is null)
            throw Incomplete<ProofRejected>();
        return store.StoreOnceAsync(
            new DeadLetter
            {
                Id = IdOf(context),
                ProofId = rejected.ProofId,
                Stage = DeadLetter.Intake,
                Code = SnakeCase.Of(rejected.Reason),
                Error = string.Join("; ", rejected.Errors.Select(error => $"{error.Field}: {error.Message}")),
                FailedAt = context.SentTime ?? time.GetUtcNow().UtcDateTime,
            },
            context.CancellationToken
        );
    }

    static MessageException Incomplete<T>() => new(typeof(T), "It lacks a member.");

    static Guid IdOf(ConsumeContext context) => context.MessageId ?? Guid.CreateVersion7();
}
