using System.Text.Json;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Contracts.Submission;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Persistence.Secrets;

namespace ProofSaga.Intake.Submission;

/// <summary>Accepts or rejects submissions, from wherever they come.</summary>
sealed class ProofSubmissionService(
    SubmissionValidator validator,
    NullifierCheck nullifiers,
    ProofSagaDbContext db,
    IPublishEndpoint publishEndpoint,
    InputProtector protector,
    TimeProvider time,
    ILogger<ProofSubmissionService> logger
)
{
    /// <summary>Stores a sound submission together with its <see cref="ProofAccepted"/>, in one transaction.</summary>
    /// <returns>
    /// Accepted: also for a repeat, with the first answer and nothing stored or published. Rejected: nothing is stored.
    /// </returns>
    /// <remarks>Joins the transaction of the message that is being consumed, if there is one.</remarks>
    public async Task<SubmissionOutcome> SubmitAsync(SubmissionReading reading, CancellationToken cancellationToken)
    {
        var validation = validator.Validate(reading);
        if (!validation.IsValid)
            return Reject(reading.Submission.ProofId, RejectionReason.Invalid, validation.Errors);

        if (await nullifiers.CheckAsync(validation.Valid, cancellationToken) is { } taken)
            return Reject(reading.Submission.ProofId, RejectionReason.NullifierReserved, [taken]);

        var proof = ToProof(validation.Valid);
        await using var transaction = db.Database.CurrentTransaction is null
            ? await db.Database.BeginTransactionAsync(cancellationToken)
            : null;
        if (!await db.InsertIfAbsentAsync(proof, cancellationToken))
            return await AnswerAgainAsync(proof, cancellationToken);

        var accepted = ToAccepted(proof);
        await publishEndpoint.Publish(accepted, cancellationToken);
        if (transaction is not null)
        {
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        logger.Accepted(proof.Id, proof.Circuit, proof.ProofSystem, proof.Client);
        return accepted;
    }

    async Task<SubmissionOutcome> AnswerAgainAsync(Proof repeat, CancellationToken cancellationToken)
    {
        var first = await db
            .Proofs.AsNoTracking()
            .Where(proof => proof.Id == repeat.Id)
            .Select(proof => new Proof
            {
                Id = proof.Id,
                Circuit = proof.Circuit,
                ProofSystem = proof.ProofSystem,
                Client = proof.Client,
                Priority = proof.Priority,
                Publish = proof.Publish,
                CreatedAt = proof.CreatedAt,
                SubmissionFingerprint = proof.SubmissionFingerprint,
            })
            .SingleAsync(cancellationToken);

        if (!first.SubmissionFingerprint.AsSpan().SequenceEqual(repeat.SubmissionFingerprint))
        {
            var conflict = new SubmissionError(
                SubmissionFields.ProofId,
                "is taken by a submission with different content"
            );
            return Reject(repeat.Id, RejectionReason.Conflict, [conflict]);
        }

        logger.AcceptedBefore(repeat.Id);
        return ToAccepted(first);
    }

    ProofRejected Reject(Guid proofId, RejectionReason reason, IReadOnlyList<SubmissionError> errors)
    {
        logger.Rejected(proofId, reason, [.. errors.Select(error => error.Field).Distinct()]);
        return new ProofRejected(proofId, reason, errors);
    }

    Proof ToProof(ValidSubmission valid)
    {
        var submission = valid.Submission;
        return new Proof
        {
            Id = submission.ProofId,
            Circuit = valid.Circuit.Name,
            CircuitVersion = valid.Circuit.Version,
            ProofSystem = valid.ProofSystem,
            Client = submission.Client,
            Priority = submission.Priority,
            Publish = valid.Publish,
            CallbackUrl = submission.CallbackUrl?.AbsoluteUri,
            Metadata = JsonSerializer.Serialize(submission.Metadata),
            SubmissionFingerprint = protector.Fingerprint(SubmissionContent.ToCanonicalJson(valid)),
            ProtectedInputs = protector.Protect(submission.ProofId, valid.Inputs.ToUtf8Json().Span),
            Status = ProofStatus.Queued,
            Attempt = 1,
            CreatedAt = WholeMicroseconds(time.GetUtcNow()),
        };
    }

    /// <summary>Postgres keeps microseconds: what is answered now must be what is answered to a repeat.</summary>
    static DateTime WholeMicroseconds(DateTimeOffset now) =>
        now.UtcDateTime.AddTicks(-(now.UtcTicks % TimeSpan.TicksPerMicrosecond));

    static ProofAccepted ToAccepted(Proof proof) =>
        new(
            proof.Id,
            proof.Circuit,
            proof.ProofSystem,
            proof.Client,
            proof.Priority,
            proof.Publish,
            new DateTimeOffset(proof.CreatedAt, TimeSpan.Zero)
        );
}
