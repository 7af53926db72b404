using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Circuits.Artifacts;
using ProofSaga.Circuits.Proofs;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Intake.Reading;

/// <summary>Reads what the API shows of a proof: one query, and the artifact store for a proof that was put away.</summary>
sealed class ProofReader(ProofSagaDbContext db, IArtifactStore artifacts, ILogger<ProofReader> logger)
{
    /// <returns>null when no proof of that id was accepted.</returns>
    /// <exception cref="ArtifactCorruptException">The stored proof was changed on disk.</exception>
    public async Task<ProofView?> FindAsync(Guid proofId, CancellationToken cancellationToken)
    {
        var row = await db
            .Proofs.AsNoTracking()
            .Where(proof => proof.Id == proofId)
            .Select(ProofRow.FromProof)
            .SingleOrDefaultAsync(cancellationToken);
        return row?.ToView(await FindDocumentAsync(row, cancellationToken));
    }

    async Task<ProofDocument?> FindDocumentAsync(ProofRow row, CancellationToken cancellationToken)
    {
        if (row.Document is not null)
            return ProofDocument.Parse(row.Document);
        if (row.ArtifactSha256 is null)
            return null;

        try
        {
            return ProofDocument.Parse(await artifacts.ReadAsync(row.ArtifactSha256, cancellationToken));
        }
        catch (ArtifactNotFoundException)
        {
            logger.ArtifactGone(row.Id, row.ArtifactSha256);
            return null;
        }
    }
}
