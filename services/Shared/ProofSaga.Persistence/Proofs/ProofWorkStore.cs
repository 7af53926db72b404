using Microsoft.EntityFrameworkCore;
using ProofSaga.Persistence.Secrets;

namespace ProofSaga.Persistence.Proofs;

/// <summary>The worker's side of the <c>proofs</c> table.</summary>
public sealed class ProofWorkStore(ProofSagaDbContext db, InputProtector protector)
{
    /// <returns>null when nobody accepted a proof of that id.</returns>
    public async Task<ProofWork?> FindAsync(Guid proofId, CancellationToken cancellationToken)
    {
        var proof = await db
            .Proofs.AsNoTracking()
            .Where(proof => proof.Id == proofId)
            .Select(proof => new
            {
                proof.Circuit,
                proof.CircuitVersion,
                proof.ProofSystem,
                proof.Status,
                proof.Attempt,
                proof.ProtectedInputs,
                proof.Document,
                proof.ArtifactSha256,
                proof.GenerationTimeMs,
            })
            .SingleOrDefaultAsync(cancellationToken);
        if (proof is null)
            return null;

        return new ProofWork(
            proofId,
            proof.Circuit,
            proof.CircuitVersion,
            proof.ProofSystem,
            proof.Status,
            proof.Attempt,
            OrNull(proof.ProtectedInputs is { } inputs ? protector.Unprotect(proofId, inputs) : null),
            OrNull(proof.Document),
            proof.ArtifactSha256,
            TimeSpan.FromMilliseconds(proof.GenerationTimeMs ?? 0)
        );
    }

    /// <summary>
    /// Marks the proof as generated in this unit of work; the caller saves, together with the message that tells of it.
    /// </summary>
    /// <remarks>
    /// Saving throws <see cref="DbUpdateConcurrencyException"/> when another proof was stored first: that one is kept.
    /// </remarks>
    public void MarkGenerated(Guid proofId, byte[] document, string artifactSha256, TimeSpan generationTime)
    {
        var proof = db.Proofs.Attach(new Proof { Id = proofId });
        proof.Property(row => row.Document).CurrentValue = document;
        proof.Property(row => row.ArtifactSha256).CurrentValue = artifactSha256;
        proof.Property(row => row.GenerationTimeMs).CurrentValue = (long)generationTime.TotalMilliseconds;
    }

    static ReadOnlyMemory<byte>? OrNull(byte[]? bytes)
    {
        // a conditional expression would make an empty memory of the null
        if (bytes is null)
            return null;
        return bytes;
    }
}
