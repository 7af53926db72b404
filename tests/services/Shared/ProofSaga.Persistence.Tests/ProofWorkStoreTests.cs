using Microsoft.EntityFrameworkCore;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Persistence.Secrets;
using ProofSaga.Persistence.Tests.Migrations;

namespace ProofSaga.Persistence.Tests;

[TestFixture(DatabaseKind.Sqlite)]
[TestFixture(DatabaseKind.Postgres)]
public class ProofWorkStoreTests(DatabaseKind kind)
{
    static readonly string First = new('a', 64);
    static readonly string Second = new('b', 64);

    readonly Guid proofId = Guid.NewGuid();

    [Test]
    public async Task The_first_proof_is_kept_and_storing_it_again_is_right()
    {
        await using var database = await EmptyDatabase.CreateAsync(kind);
        await database.MigrateAsync();
        await using var db = database.CreateContext();
        db.Add(new Proof { Id = proofId, CreatedAt = DateTime.UnixEpoch });
        await db.SaveChangesAsync();
        db.ChangeTracker.Clear();

        var first = await StoreAsync(db, First);
        var other = await StoreAsync(db, Second);
        var again = await StoreAsync(db, First);

        Assert.That((first, other, again), Is.EqualTo((true, false, true)));
        Assert.That((await db.Proofs.SingleAsync()).ArtifactSha256, Is.EqualTo(First));
    }

    [Test]
    public async Task A_proof_that_nobody_accepted_is_not_stored()
    {
        await using var database = await EmptyDatabase.CreateAsync(kind);
        await database.MigrateAsync();
        await using var db = database.CreateContext();

        Assert.That(await StoreAsync(db, First), Is.False);
    }

    Task<bool> StoreAsync(ProofSagaDbContext db, string artifactSha256) =>
        new ProofWorkStore(db, new InputProtector(new SecretKey(new byte[SecretKey.LengthBytes]))).StoreGeneratedAsync(
            proofId,
            [1, 2, 3],
            artifactSha256,
            TimeSpan.FromMilliseconds(5),
            CancellationToken.None
        );
}
