using Microsoft.EntityFrameworkCore;
using ProofSaga.Circuits.Inputs;
using ProofSaga.Circuits.Proofs;
using ProofSaga.Contracts.Submission;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Nullifiers;

namespace ProofSaga.Intake.Submission;

/// <summary>
/// Refuses a submission whose nullifier another proof has, where it is one of the inputs: nothing need be proved to know
/// it. Verification decides in any case: two that are submitted at once both pass here.
/// </summary>
sealed class NullifierCheck(NullifierReservations reservations, ProofSagaDbContext db)
{
    /// <returns>Null when the submission may go on.</returns>
    public async Task<SubmissionError?> CheckAsync(ValidSubmission valid, CancellationToken cancellationToken)
    {
        var circuit = valid.Circuit;
        if (!valid.Publish || NullifierSignal.Of(circuit, valid.Inputs) is not { } nullifier)
            return null;

        var claim = new NullifierClaim(circuit.Name, circuit.Version, nullifier);
        var holder = await reservations.FindHolderAsync(claim, cancellationToken);
        return holder is null || await IsRepeatAsync(valid.Submission.ProofId, cancellationToken)
            ? null
            : new SubmissionError($"{InputValidator.Root}.{circuit.Nullifier}", holder.Explain());
    }

    /// <summary>A repeat is answered as the first time, whatever became of the proof since.</summary>
    Task<bool> IsRepeatAsync(Guid proofId, CancellationToken cancellationToken) =>
        db.Proofs.AnyAsync(proof => proof.Id == proofId, cancellationToken);
}
