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
    TimeProvider time,
    ILogger<ProofCancellation> logger
)
{
    /// <summary>Characters.</summary>
    public const int MaxReason = 2000;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public Task<bool> IsAcceptedAsync(Guid proofId, CancellationToken cancellationToken) =>
        db.Proofs.AnyAsync(proof => proof.Id == proofId, cancellationToken);

    /// <returns>
    /// <see cref="ProofCancelled"/>, also when it was cancelled before; <see cref="CancelRefused"/>; null when there is no
    /// answer in time, so that it is not known yet.
    /// </returns>
    public async Task<object?> CancelAsync(Guid proofId, string? reason, CancellationToken cancellationToken)
    {
        // past the outbox, which would hold the question back until something is saved
        var saga = bus.CreateRequestClient<CancelProof>(options.Value.CancelTimeout);
        var order = new CancelProof(proofId, reason ?? "cancelled over the API");
        var startedAt = time.GetTimestamp();
        try
        {
            do
            {
                var answer = await saga.GetResponse<ProofCancelled, CancelRefused, ProofUnknown>(
                    order,
                    cancellationToken
                );
                if (answer.Message is not ProofUnknown)
                    return answer.Message;

                // it was accepted, and the saga will hear of that
                await Task.Delay(Pause, time, cancellationToken);
            } while (time.GetElapsedTime(startedAt) < options.Value.CancelTimeout);
        }
        catch (RequestTimeoutException)
        {
            // undecided, too
        }

        logger.CancelUndecided(proofId);
        return null;
    }
}
