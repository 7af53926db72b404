using Microsoft.EntityFrameworkCore;
using ProofSaga.Persistence.DeadLetters;
using ProofSaga.Persistence.Tests.Migrations;

namespace ProofSaga.Persistence.Tests;

[TestFixture(DatabaseKind.Sqlite)]
[TestFixture(DatabaseKind.Postgres)]
public class UniqueViolationTests(DatabaseKind kind)
{
    static readonly DateTime FailedAt = new(2026, 11, 22, 0, 0, 0, DateTimeKind.Utc);
    static readonly Guid LetterId = Guid.NewGuid();
    static readonly Guid ProofId = Guid.NewGuid();

    [Test]
    public async Task A_second_row_with_the_same_key_is_one() =>
        Assert.That(
            (await SaveSecondAsync(new DeadLetter { Id = LetterId, FailedAt = FailedAt })).IsUniqueViolation(),
            Is.True
        );

    [Test]
    public async Task A_second_row_in_a_unique_index_is_one() =>
        Assert.That(
            (
                await SaveSecondAsync(
                    new DeadLetter
                    {
                        Id = Guid.NewGuid(),
                        ProofId = ProofId,
                        FailedAt = FailedAt,
                    }
                )
            ).IsUniqueViolation(),
            Is.True
        );

    [Test]
    public async Task A_missing_value_is_none() =>
        Assert.That(
            (
                await SaveSecondAsync(
                    new DeadLetter
                    {
                        Id = Guid.NewGuid(),
                        Code = null!,
                        FailedAt = FailedAt,
                    }
                )
            ).IsUniqueViolation(),
            Is.False
        );

    async Task<DbUpdateException> SaveSecondAsync(DeadLetter second)
    {
        await using var database = await EmptyDatabase.CreateAsync(kind);
        await database.MigrateAsync();
        await using (var db = database.CreateContext())
        {
            db.Add(
                new DeadLetter
                {
                    Id = LetterId,
                    ProofId = ProofId,
                    FailedAt = FailedAt,
                }
            );
            await db.SaveChangesAsync();
        }

        await using var other = database.CreateContext();
        other.Add(second);
        return Assert.ThrowsAsync<DbUpdateException>(() => other.SaveChangesAsync());
    }
}
