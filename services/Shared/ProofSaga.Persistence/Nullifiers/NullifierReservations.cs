using Microsoft.EntityFrameworkCore;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Persistence.Publications;

namespace ProofSaga.Persistence.Nullifiers;

/// <summary>
/// Keeps two proofs with one nullifier from both going on to publication. The contract has the last word; this saves
/// the gas, and the wait.
/// </summary>
/// <remarks>
/// Only a verified proof reserves: an unproved submission could name anybody's nullifier. A reservation stays with its
/// proof, except that one that failed or was cancelled loses it to the next that comes, unless it may be on chain yet.
/// </remarks>
public sealed class NullifierReservations(ProofSagaDbContext db, TimeProvider time)
{
    /// <summary>Reserves a nullifier for a proof, in a transaction of its own. Doing it again is right too.</summary>
    /// <returns>Null when the proof has it; else the proof that has.</returns>
    /// <exception cref="OverflowException">The nullifier is no 32-byte number.</exception>
    public async Task<NullifierHolder?> ReserveAsync(
        NullifierClaim claim,
        Guid proofId,
        CancellationToken cancellationToken
    )
    {
        var reservation = new NullifierReservation
        {
            Circuit = claim.Circuit,
            CircuitVersion = claim.CircuitVersion,
            Nullifier = claim.ToBytes(),
            ProofId = proofId,
            ReservedAt = time.GetUtcNow().UtcDateTime,
        };
        return await db.InsertIfAbsentAsync(reservation, cancellationToken)
            ? null
            : await TakeOverAsync(reservation, cancellationToken);
    }

    /// <returns>The proof that has the nullifier; null when none has, or the next verified one gets it.</returns>
    /// <exception cref="OverflowException">The nullifier is no 32-byte number.</exception>
    public async Task<NullifierHolder?> FindHolderAsync(NullifierClaim claim, CancellationToken cancellationToken)
    {
        var bytes = claim.ToBytes();
        var proofId = await db
            .NullifierReservations.Where(row =>
                row.Circuit == claim.Circuit && row.CircuitVersion == claim.CircuitVersion && row.Nullifier == bytes
            )
            .Select(row => (Guid?)row.ProofId)
            .SingleOrDefaultAsync(cancellationToken);
        return proofId is { } id ? await FindHolderAsync(id, cancellationToken) : null;
    }

    async Task<NullifierHolder?> TakeOverAsync(NullifierReservation wanted, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var present = await LockAsync(wanted, cancellationToken);
        if (present.ProofId != wanted.ProofId)
        {
            // so that it is neither replayed nor published between the look at it and the end
            await db.LockStatusAsync(present.ProofId, cancellationToken);
            if (await FindHolderAsync(present.ProofId, cancellationToken) is { } holder)
                return holder;

            (present.ProofId, present.ReservedAt) = (wanted.ProofId, wanted.ReservedAt);
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return null;
    }

    async Task<NullifierReservation> LockAsync(NullifierReservation wanted, CancellationToken cancellationToken)
    {
        var rows = await db
            .NullifierReservations.FromSqlRaw(
                db.LockStatements().GetRowLockStatement<NullifierReservation>(db),
                wanted.Circuit,
                wanted.CircuitVersion,
                wanted.Nullifier
            )
            .ToListAsync(cancellationToken);
        return rows[0];
    }

    async Task<NullifierHolder?> FindHolderAsync(Guid proofId, CancellationToken cancellationToken)
    {
        var holder = await db
            .Proofs.Where(proof => proof.Id == proofId)
            .Select(proof => new NullifierHolder(proof.Id, proof.Status, proof.PublicationStatus))
            .SingleAsync(cancellationToken);
        var gaveUp = holder.Status is ProofStatus.Failed or ProofStatus.Cancelled;
        return gaveUp && !await db.MayBeOnChainAsync(proofId, cancellationToken) ? null : holder;
    }
}
