using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Persistence.Secrets;

namespace ProofSaga.Persistence.Tests.Secrets;

/// <summary>All services that share a database share one key.</summary>
[TestFixture(DatabaseKind.Sqlite)]
[TestFixture(DatabaseKind.Postgres)]
public class SecretKeyCheckTests(DatabaseKind kind) : MigratedDatabaseFixture(kind)
{
    [Test]
    public async Task The_key_of_the_first_start_is_that_of_every_later_one()
    {
        var bytes = RandomNumberGenerator.GetBytes(SecretKey.LengthBytes);

        await EnsureAsync(bytes);

        Assert.That(() => EnsureAsync(bytes), Throws.Nothing);
    }

    [Test]
    public async Task Another_key_is_an_error_that_says_what_to_do()
    {
        var first = RandomNumberGenerator.GetBytes(SecretKey.LengthBytes);
        await EnsureAsync(first);

        var error = Assert.CatchAsync<SecretKeyMismatchException>(() =>
            EnsureAsync(RandomNumberGenerator.GetBytes(SecretKey.LengthBytes))
        );

        Assert.That(error.Message, Does.Contain("SecretKeyFile").And.Not.Contain(Convert.ToBase64String(first)));
        Assert.That(() => EnsureAsync(first), Throws.Nothing, "the first key stays");
    }

    [Test]
    public async Task Of_many_that_start_at_once_with_keys_of_their_own_one_wins()
    {
        var starts = Enumerable
            .Range(0, 8)
            .Select(_ => EnsureAsync(RandomNumberGenerator.GetBytes(SecretKey.LengthBytes)))
            .ToList();

        await Task.WhenAll(starts.Select(start => start.ContinueWith(_ => { }, TaskScheduler.Default)));

        Assert.That(starts.Count(start => start.IsCompletedSuccessfully), Is.EqualTo(1));
        Assert.That(
            starts.Where(start => start.IsFaulted).Select(start => start.Exception!.InnerException),
            Is.All.InstanceOf<SecretKeyMismatchException>()
        );
    }

    [Test]
    public async Task What_is_stored_does_not_give_the_key_away()
    {
        var bytes = RandomNumberGenerator.GetBytes(SecretKey.LengthBytes);
        await EnsureAsync(bytes);

        await using var db = Database.CreateContext();
        var stored = await db.Set<StoredFingerprint>().SingleAsync();

        Assert.That(stored.Fingerprint, Has.Length.EqualTo(32).And.Not.EqualTo(bytes));
    }

    async Task EnsureAsync(byte[] key)
    {
        await using var db = Database.CreateContext();
        await new SecretKeyCheck(db, new SecretKey(key), TimeProvider.System).EnsureAsync();
    }
}
