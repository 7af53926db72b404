using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace ProofSaga.Persistence.Tests.Migrations;

/// <summary>Letters that name no proof may have come at one moment; an older program could not have two of them.</summary>
[TestFixture(DatabaseKind.Sqlite)]
[TestFixture(DatabaseKind.Postgres)]
public class SetAsideMessagesTests(DatabaseKind kind)
{
    const string Before = "PublicationBatches";

    static readonly Guid Proof = Guid.NewGuid();

    [Test]
    public async Task Refusals_and_messages_of_one_moment_are_kept_and_a_failure_only_once()
    {
        await using var database = await EmptyDatabase.CreateAsync(kind);
        await database.MigrateAsync();

        foreach (var (stage, queue) in (ValueTuple<string, string?>[])[("intake", null), ("publish", "publish-proof")])
        {
            await InsertAsync(database, Guid.Empty, stage, queue);
            await InsertAsync(database, Guid.Empty, stage, queue);
        }

        await InsertAsync(database, Proof, "publish", queue: null);
        Assert.CatchAsync(() => InsertAsync(database, Proof, "publish", queue: null));

        Assert.That(await CountAsync(database), Is.EqualTo(5));
    }

    [Test]
    public async Task The_way_back_leaves_one_letter_of_a_moment_and_none_of_a_message()
    {
        await using var database = await EmptyDatabase.CreateAsync(kind);
        await database.MigrateAsync();
        await InsertAsync(database, Guid.Empty, "intake", queue: null);
        await InsertAsync(database, Guid.Empty, "intake", queue: null);
        await InsertAsync(database, Guid.Empty, "publish", "publish-proof");
        await InsertAsync(database, Proof, "publish", queue: null);

        await database.MigrateAsync(Before);

        Assert.That(await CountAsync(database), Is.EqualTo(2));
        await database.MigrateAsync();
        Assert.That(await CountAsync(database), Is.EqualTo(2));
    }

    static async Task<int> CountAsync(EmptyDatabase database)
    {
        await using var db = database.CreateContext();
        return await db
            .Database.SqlQuery<int>($"""SELECT CAST(COUNT(*) AS int) AS "Value" FROM dead_letters""")
            .SingleAsync();
    }

    static Task InsertAsync(EmptyDatabase database, Guid proofId, string stage, string? queue) =>
        database.ExecuteAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                INSERT INTO dead_letters (id, proof_id, stage, queue, attempts, code, error, client, circuit, failed_at)
                VALUES ('{Text(Guid.NewGuid())}', '{Text(proofId)}', '{stage}', {(
                    queue is null ? "NULL" : $"'{queue}'"
                )},
                    1, '', '', '', '', '2026-01-01 00:00:00')
                """
            )
        );

    // as EF writes it on SQLite, where it is text
    static string Text(Guid id) => id.ToString().ToUpperInvariant();
}
