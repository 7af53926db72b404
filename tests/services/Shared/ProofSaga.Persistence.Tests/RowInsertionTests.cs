using Microsoft.EntityFrameworkCore;
using ProofSaga.Persistence.DeadLetters;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Persistence.Tests.Migrations;

namespace ProofSaga.Persistence.Tests;

[TestFixture(DatabaseKind.Sqlite)]
[TestFixture(DatabaseKind.Postgres)]
public class RowInsertionTests(DatabaseKind kind)
{
    static readonly DateTime CreatedAt = new(2026, 11, 22, 1, 2, 3, DateTimeKind.Utc);

    [Test]
    public async Task A_row_is_inserted_as_Entity_Framework_would_insert_it()
    {
        await using var database = await EmptyDatabase.CreateAsync(kind);
        await database.MigrateAsync();
        var proof = NewProof("first");

        await using (var db = database.CreateContext())
            Assert.That(await db.InsertIfAbsentAsync(proof, CancellationToken.None), Is.True);

        await using var reading = database.CreateContext();
        var row = await reading.Proofs.SingleAsync();
        Assert.Multiple(() =>
        {
            foreach (var property in reading.Entry(row).Properties.Select(property => property.Metadata.PropertyInfo!))
                Assert.That(property.GetValue(row), Is.EqualTo(property.GetValue(proof)), property.Name);
        });
    }

    [Test]
    public async Task A_row_with_the_same_key_changes_nothing_and_leaves_the_transaction_sound()
    {
        await using var database = await EmptyDatabase.CreateAsync(kind);
        await database.MigrateAsync();
        var first = NewProof("first");
        var second = NewProof("second");
        second.Id = first.Id;

        await using var db = database.CreateContext();
        await using var transaction = await db.Database.BeginTransactionAsync();
        var isFirst = await db.InsertIfAbsentAsync(first, CancellationToken.None);
        var isSecond = await db.InsertIfAbsentAsync(second, CancellationToken.None);
        db.Add(new DeadLetter { Id = Guid.NewGuid(), FailedAt = CreatedAt });
        await db.SaveChangesAsync();
        await transaction.CommitAsync();

        Assert.That((isFirst, isSecond), Is.EqualTo((true, false)));
        Assert.That((await db.Proofs.SingleAsync()).Client, Is.EqualTo("first"));
        Assert.That(await db.DeadLetters.CountAsync(), Is.EqualTo(1));
    }

    static Proof NewProof(string client) =>
        new()
        {
            Id = Guid.NewGuid(),
            Circuit = "preimage",
            ProofSystem = "commitment",
            Client = client,
            CreatedAt = CreatedAt,
            SubmissionFingerprint = [1, 2],
            ProtectedInputs = [3, 4],
            Status = ProofStatus.Queued,
            Attempt = 1,
        };
}
