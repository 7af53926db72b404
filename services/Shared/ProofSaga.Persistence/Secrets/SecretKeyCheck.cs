using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;

namespace ProofSaga.Persistence.Secrets;

/// <summary>Keeps a process out of a database that belongs to another secret key.</summary>
public sealed class SecretKeyCheck(ProofSagaDbContext db, SecretKey key, TimeProvider time)
{
    /// <summary>
    /// The first process that starts on a database stores its key's fingerprint; every other one is compared with it.
    /// </summary>
    /// <exception cref="SecretKeyMismatchException">Another key came first.</exception>
    public async Task EnsureAsync(CancellationToken cancellationToken = default)
    {
        var fingerprint = key.Fingerprint();
        // several processes may be the first one
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO secret_key_fingerprint (id, fingerprint, stored_at)
            VALUES ({StoredFingerprint.OnlyId}, {fingerprint}, {time.GetUtcNow().UtcDateTime})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken
        );
        var stored = await db.Set<StoredFingerprint>().AsNoTracking().SingleAsync(cancellationToken);
        if (!CryptographicOperations.FixedTimeEquals(stored.Fingerprint, fingerprint))
            throw new SecretKeyMismatchException(stored.StoredAt);
    }
}
