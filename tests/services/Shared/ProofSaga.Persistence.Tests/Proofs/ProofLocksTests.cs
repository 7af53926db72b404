using Microsoft.EntityFrameworkCore;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Persistence.Tests.Proofs;

[TestFixture(DatabaseKind.Sqlite)]
[TestFixture(DatabaseKind.Postgres)]
public class ProofLocksTests(DatabaseKind kind) : MigratedDatabaseFixture(kind)
{
    const int Proofs = 32;
    const int Rounds = 20;

    [Test]
    public async Task Those_that_may_be_published_are_given_in_the_order_of_their_ids()
    {
        var ids = new Dictionary<ProofStatus, Guid>();
        foreach (var status in Enum.GetValues<ProofStatus>())
            ids[status] = await AddProofAsync(status);

        await using var db = Database.CreateContext();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var locked = await db.LockPublishableAsync([.. ids.Values, Guid.NewGuid()], CancellationToken.None);

        Guid[] publishable = [ids[ProofStatus.Verified], ids[ProofStatus.Publishing], ids[ProofStatus.Completed]];
        Assert.That(locked, Is.EqualTo(publishable.OrderBy(id => id.ToString(), StringComparer.Ordinal)));
    }

    [Test]
    public async Task Of_none_nothing_is_asked()
    {
        await using var db = Database.CreateContext();
        await using var transaction = await db.Database.BeginTransactionAsync();

        Assert.That(await db.LockPublishableAsync([], CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task The_status_of_one_is_told_or_that_it_is_unknown()
    {
        var proofId = await AddProofAsync(ProofStatus.Publishing);
        await using var db = Database.CreateContext();
        await using var transaction = await db.Database.BeginTransactionAsync();

        var known = await db.LockStatusAsync(proofId, CancellationToken.None);
        var unknown = await db.LockStatusAsync(Guid.NewGuid(), CancellationToken.None);

        Assert.That((known, unknown), Is.EqualTo((ProofStatus.Publishing, null as ProofStatus?)));
    }

    [Test]
    public async Task Without_a_transaction_nothing_can_be_locked()
    {
        await using var db = Database.CreateContext();

        Assert.ThrowsAsync<InvalidOperationException>(() => db.LockStatusAsync(Guid.NewGuid(), CancellationToken.None));
        Assert.ThrowsAsync<InvalidOperationException>(() =>
            db.LockPublishableAsync([Guid.NewGuid()], CancellationToken.None)
        );
    }

    [Test]
    public async Task Who_locks_a_proof_that_is_being_cancelled_waits_and_is_not_given_it()
    {
        var proofId = await AddProofAsync(ProofStatus.Publishing);
        await using var cancelling = Database.CreateContext();
        await using var cancellation = await cancelling.Database.BeginTransactionAsync();
        await cancelling.LockStatusAsync(proofId, CancellationToken.None);

        var preparation = Task.Run(() => LockPublishableAsync([proofId]));
        await UntilSomebodyWaitsAsync();
        await cancelling.Proofs.ExecuteUpdateAsync(set =>
            set.SetProperty(proof => proof.Status, ProofStatus.Cancelled)
        );
        await cancellation.CommitAsync();

        Assert.That(await preparation, Is.Empty);
    }

    [Test]
    public async Task Many_that_lock_the_same_proofs_in_any_order_never_wait_for_each_other_for_ever()
    {
        var ids = new List<Guid>();
        for (var number = 0; number < Proofs; number++)
            ids.Add(await AddProofAsync(ProofStatus.Verified));

        var callers = Enumerable
            .Range(0, 8)
            .Select(caller =>
                Task.Run(async () =>
                {
                    var random = new Random(caller);
                    for (var round = 0; round < Rounds; round++)
                    {
                        var shuffled = ids.ToArray();
                        random.Shuffle(shuffled);
                        Assert.That(await LockPublishableAsync(shuffled), Has.Count.EqualTo(Proofs));
                    }
                })
            );

        await Task.WhenAll(callers).WaitAsync(Eventually.Patience);
    }

    async Task<IReadOnlyList<Guid>> LockPublishableAsync(IReadOnlyCollection<Guid> proofIds)
    {
        await using var db = Database.CreateContext();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var locked = await db.LockPublishableAsync(proofIds, CancellationToken.None);
        await transaction.CommitAsync();
        return locked;
    }

    /// <summary>On SQLite the second one does not get as far as its statement: it waits to begin.</summary>
    async Task UntilSomebodyWaitsAsync()
    {
        if (Kind == DatabaseKind.Sqlite)
            return;

        await using var db = Database.CreateContext();
        await Eventually.HoldsAsync(
            () =>
                db
                    .Database.SqlQuery<int>(
                        $"""
                        SELECT 1 AS "Value" FROM pg_locks JOIN pg_stat_activity USING (pid)
                        WHERE NOT granted AND datname = current_database()
                        """
                    )
                    .AnyAsync(),
            "a transaction waits for a lock"
        );
    }

    async Task<Guid> AddProofAsync(ProofStatus status)
    {
        var proof = LedgerRows.Proof(Guid.NewGuid(), status);
        await using var db = Database.CreateContext();
        db.Add(proof);
        await db.SaveChangesAsync();
        return proof.Id;
    }
}
