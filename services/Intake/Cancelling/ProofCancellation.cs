using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using ProofSaga.Contracts.Outcome;
using ProofSaga.Contracts.Submission;
using ProofSaga.Persistence;

namespace ProofSaga.Intake.Cancelling;

/// <summary>Asks the saga to give a proof up, and waits for what it says.</summary>
sealed class ProofCancellation(
    ProofSagaDbContext db,
    IBus bus,
    IOptions<IntakeOptions> options,
    ILogger<ProofCancellation> logger
)
{
    /// <summary>Characters.</summary>
    public const int MaxReason = 2000;

    public Task<bool> IsAcceptedAsync(Guid proofId, CancellationToken cancellationToken) =>
        db.Proofs.AnyAsync(proof => proof.Id == proofId, cancellationToken);

    /// <returns>
    /// <see cref="ProofCancelled"/>, also when it was cancelled before; <see cref="CancelRefused"/>; null when there is no
    /// answer in time, so that it is not known yet.
    /// </returns>
    public async Task<object?> CancelAsync(Guid proofId, string? reason, CancellationToken cancellationToken)
    {
        try
        {
            // past the outbox, which would hold the question back until something is saved
            var answer = await bus.CreateRequestClient<CancelProof>(options.Value.CancelTimeout)
                .GetResponse<ProofCancelled, CancelRefused>(
                    new CancelProof(proofId, reason ?? "cancelled over the API"),
                    cancellationToken
                );
            return answer.Message;
        }
        catch (RequestTimeoutException)
        {
            logger.CancelUnanswered(proofId);
            return null;
        }
    }
}
