using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Replaying;
using ProofSaga.Persistence;
using ProofSaga.Persistence.DeadLetters;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Intake.DeadLetters;

/// <summary>
/// Where operators decide about dead letters. A decision, its audit record and the order that follows from it are one
/// transaction. The saga has the last word: an order that no longer fits changes nothing.
/// </summary>
sealed class DeadLetterDesk(
    ProofSagaDbContext db,
    DeadLetterReader reader,
    IPublishEndpoint publishEndpoint,
    TimeProvider time,
    ILogger<DeadLetterDesk> logger
)
{
    /// <returns>What became of each letter, in their order.</returns>
    public async Task<IReadOnlyList<ReplayOutcome>> ReplayAsync(
        IReadOnlyList<DeadLetter> letters,
        ReplayOrder order,
        CancellationToken cancellationToken
    )
    {
        var proofs = await reader.ProofsOfAsync(letters, cancellationToken);
        var messages = await reader.MessagesOfAsync(letters, cancellationToken);
        var outcomes = letters
            .Select(letter =>
                (
                    letter,
                    outcome: letter.Queue is null
                        ? Decide(letter, proofs.GetValueOrDefault(letter.ProofId), order)
                        : Decide(letter, messages.GetValueOrDefault(letter.Id), order)
                )
            )
            .ToList();
        var replayed = outcomes.Where(pair => pair.outcome.WhyNot is null).ToList();
        if (!order.DryRun && replayed.Count > 0)
            await OrderAsync(replayed, order, cancellationToken);
        return [.. outcomes.Select(pair => pair.outcome)];
    }

    /// <summary>
    /// Gives a failed proof or a message up: its inputs, or all of it, are erased, nothing can be replayed. Discarding again
    /// does nothing.
    /// </summary>
    /// <returns>Why it cannot be discarded; null when it is.</returns>
    public async Task<string?> DiscardAsync(
        DeadLetter letter,
        string by,
        string reason,
        CancellationToken cancellationToken
    )
    {
        if (letter.Resolution == DeadLetterResolution.Discarded)
            return null;

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var given = letter.Queue is null
            ? await GiveUpProofAsync(letter, cancellationToken)
            : await EraseMessageAsync(letter, cancellationToken);
        if (given == 0 && letter.Resolution == DeadLetterResolution.Replayed)
        {
            return letter.Queue is null
                ? "it was replayed, and the proof is no longer where the letter left it"
                : "its message went back into its queue";
        }

        await ResolveAsync([letter.Id], DeadLetterResolution.Discarded, cancellationToken);
        Record(letter, DeadLetterResolution.Discarded, stage: null, by, reason);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        logger.Discarded(letter.Id, letter.ProofId, by);
        return null;
    }

    static ReplayOutcome Decide(DeadLetter letter, FailedProof? proof, ReplayOrder order)
    {
        // of a refused submission the plan of any stage says why not
        var stage = order.Stage ?? StageOf(letter);
        var plan = ReplayPlan.Of(letter, proof, stage);
        var whyNot =
            plan.WhyNot
            ?? (
                stage == ProofStage.Generate && !order.ProveAgain
                    ? "proving costs what it cost before: say prove_again"
                    : null
            );
        return new ReplayOutcome(letter.Id, letter.ProofId, stage, whyNot is null ? plan.Effect : null, whyNot);
    }

    static ReplayOutcome Decide(DeadLetter letter, SetAsideView? message, ReplayOrder order)
    {
        var plan = ReturnPlan.Of(letter, message);
        var whyNot =
            plan.WhyNot ?? (order.Stage is null ? null : "a message goes back into its own queue: name no stage");
        return new ReplayOutcome(letter.Id, letter.ProofId, plan.Stage, whyNot is null ? plan.Effect : null, whyNot);
    }

    static ProofStage StageOf(DeadLetter letter) =>
        letter.Stage == DeadLetter.Intake ? ProofStage.Generate : SnakeCase.Parse<ProofStage>(letter.Stage);

    async Task OrderAsync(
        IReadOnlyList<(DeadLetter Letter, ReplayOutcome Outcome)> replayed,
        ReplayOrder order,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await ResolveAsync(
            [.. replayed.Select(pair => pair.Letter.Id)],
            DeadLetterResolution.Replayed,
            cancellationToken
        );
        foreach (var (letter, outcome) in replayed)
        {
            Record(letter, DeadLetterResolution.Replayed, outcome.Stage, order.By!, order.Reason);
            if (outcome.Stage is { } stage)
            {
                await publishEndpoint.Publish(
                    new ReplayProof(letter.ProofId, stage, new DateTimeOffset(letter.FailedAt, TimeSpan.Zero)),
                    cancellationToken
                );
            }
            else
            {
                await publishEndpoint.Publish(new ReturnMessage(letter.Id), cancellationToken);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        foreach (var (letter, outcome) in replayed)
        {
            if (outcome.Stage is { } stage)
                logger.Replayed(letter.Id, letter.ProofId, SnakeCase.Of(stage), order.By!);
            else
                logger.Returned(letter.Id, letter.Queue!, order.By!);
        }
    }

    /// <returns>0 when the proof is no longer where the letter left it.</returns>
    Task<int> GiveUpProofAsync(DeadLetter letter, CancellationToken cancellationToken) =>
        db
            .Proofs.Where(proof => proof.Id == letter.ProofId)
            .Where(proof => proof.Status == ProofStatus.Failed && proof.FinishedAt == letter.FailedAt)
            .ExecuteUpdateAsync(
                update => update.SetProperty(proof => proof.ProtectedInputs, (byte[]?)null),
                cancellationToken
            );

    /// <returns>0 when it is no longer kept, or was never.</returns>
    Task<int> EraseMessageAsync(DeadLetter letter, CancellationToken cancellationToken) =>
        db
            .SetAsideMessages.Where(message => message.DeadLetterId == letter.Id && message.ProtectedMessage != null)
            .ExecuteUpdateAsync(
                update => update.SetProperty(message => message.ProtectedMessage, (byte[]?)null),
                cancellationToken
            );

    Task<int> ResolveAsync(
        IReadOnlyList<Guid> letterIds,
        DeadLetterResolution resolution,
        CancellationToken cancellationToken
    ) =>
        db
            .DeadLetters.Where(letter => letterIds.Contains(letter.Id))
            .ExecuteUpdateAsync(
                update => update.SetProperty(letter => letter.Resolution, resolution),
                cancellationToken
            );

    void Record(DeadLetter letter, DeadLetterResolution resolution, ProofStage? stage, string by, string? reason) =>
        db.DeadLetterDecisions.Add(
            new DeadLetterDecision
            {
                Id = Guid.CreateVersion7(),
                DeadLetterId = letter.Id,
                Resolution = resolution,
                Stage = stage,
                DecidedBy = by,
                Reason = reason,
                DecidedAt = time.GetUtcNow().UtcDateTime,
            }
        );
}
