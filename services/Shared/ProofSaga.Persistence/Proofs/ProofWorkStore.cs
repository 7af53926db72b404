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
                proof.Publish,
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
            TimeSpan.FromMilliseconds(proof.GenerationTimeMs ?? 0),
            proof.Publish
        );
    }

    /// <returns>null when nobody accepted a proof of that id.</returns>
    public Task<ProofStatus?> FindStatusAsync(Guid proofId, CancellationToken cancellationToken) =>
        db
            .Proofs.Where(proof => proof.Id == proofId)
            .Select(proof => (ProofStatus?)proof.Status)
            .SingleOrDefaultAsync(cancellationToken);

    /// <summary>Stores a finished proof, in one statement that is its own transaction.</summary>
    /// <returns><see langword="false"/> when another proof was stored first: that one is kept.</returns>
    /// <remarks>Storing the same proof again is right too: the answer to the first time may have been lost.</remarks>
    public async Task<bool> StoreGeneratedAsync(
        Guid proofId,
        byte[] document,
        string artifactSha256,
        TimeSpan generationTime,
        CancellationToken cancellationToken
    )
    {
        var generationTimeMs = (long?)generationTime.TotalMilliseconds;
        var stored = await db
            .Proofs.Where(proof =>
                proof.Id == proofId && (proof.ArtifactSha256 == null || proof.ArtifactSha256 == artifactSha256)
            )
            .ExecuteUpdateAsync(
                update =>
                    update
                        .SetProperty(proof => proof.Document, document)
                        .SetProperty(proof => proof.ArtifactSha256, artifactSha256)
                        .SetProperty(proof => proof.GenerationTimeMs, generationTimeMs),
                cancellationToken
            );
        return stored == 1;
    }

    static ReadOnlyMemory<byte>? OrNull(byte[]? bytes)
    {
        // a conditional expression would make an empty memory of the null
        if (bytes is null)
            return null;
        return bytes;
    }
}
