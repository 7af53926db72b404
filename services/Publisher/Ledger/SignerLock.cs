using Microsoft.EntityFrameworkCore;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Publications;

namespace ProofSaga.Publisher.Ledger;

/// <summary>Locks a signer's row until the end of the transaction, on either database.</summary>
static class SignerLock
{
    /// <summary>Makes the row at the signer's first use, with nonce 0.</summary>
    public static async Task<SignerNonce> TakeAsync(
        ProofSagaDbContext db,
        long chainId,
        string signer,
        CancellationToken cancellationToken
    )
    {
        await db.Database.ExecuteSqlAsync(
            $"INSERT INTO signer_nonces (chain_id, signer, next_nonce) VALUES ({chainId}, {signer}, 0) ON CONFLICT DO NOTHING",
            cancellationToken
        );
        var statement = db.LockStatements()
            .GetRowLockStatement<SignerNonce>(db, nameof(SignerNonce.ChainId), nameof(SignerNonce.Signer));
        var rows = await db.SignerNonces.FromSqlRaw(statement, chainId, signer).ToListAsync(cancellationToken);
        return rows[0];
    }
}
