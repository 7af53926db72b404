using System.Numerics;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Persistence.Nullifiers;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Persistence.Publications;

namespace ProofSaga.Persistence.Tests.Nullifiers;

[TestFixture(DatabaseKind.Sqlite)]
[TestFixture(DatabaseKind.Postgres)]
public class NullifierReservationsTests(DatabaseKind kind) : MigratedDatabaseFixture(kind)
{
    const int Contenders = 16;

    static readonly NullifierClaim Claim = new("withdraw", 1, 7);

    [Test]
    public async Task The_first_proof_gets_it_and_keeps_it_however_often_it_asks()
    {
        var first = await AddProofAsync(ProofStatus.Verifying);
        var second = await AddProofAsync(ProofStatus.Verifying);

        var outcomes = new List<NullifierHolder?>();
        foreach (var proofId in new[] { first, first, second, first })
            outcomes.Add(await ReserveAsync(proofId));

        var holder = new NullifierHolder(first, ProofStatus.Verifying, Publication: null);
        Assert.That(outcomes, Is.EqualTo(new[] { null, null, holder, null }));
        Assert.That(holder.Explain(), Is.EqualTo($"nullifier is reserved by proof {first}, which is verifying"));
    }

    [Test]
    public async Task Of_many_that_ask_at_once_exactly_one_gets_it()
    {
        var proofIds = new List<Guid>();
        for (var number = 0; number < Contenders; number++)
            proofIds.Add(await AddProofAsync(ProofStatus.Verifying));

        var outcomes = await Task.WhenAll(proofIds.Select(proofId => Task.Run(() => ReserveAsync(proofId))));

        var winner = proofIds[Array.IndexOf(outcomes, null)];
        Assert.That(outcomes.Count(outcome => outcome is null), Is.EqualTo(1));
        Assert.That(outcomes.OfType<NullifierHolder>().Select(holder => holder.ProofId), Has.All.EqualTo(winner));
    }

    [Test]
    public async Task Of_many_that_ask_at_once_for_what_a_failed_proof_had_exactly_one_gets_it()
    {
        await ReserveAsync(await AddProofAsync(ProofStatus.Failed));
        var proofIds = new List<Guid>();
        for (var number = 0; number < Contenders; number++)
            proofIds.Add(await AddProofAsync(ProofStatus.Verifying));

        var outcomes = await Task.WhenAll(proofIds.Select(proofId => Task.Run(() => ReserveAsync(proofId))));

        Assert.That(outcomes.Count(outcome => outcome is null), Is.EqualTo(1));
    }

    [TestCase(ProofStatus.Failed)]
    [TestCase(ProofStatus.Cancelled)]
    public async Task What_a_proof_had_that_was_given_up_goes_to_the_next(ProofStatus status)
    {
        var first = await AddProofAsync(ProofStatus.Verifying);
        var second = await AddProofAsync(ProofStatus.Verifying);
        await ReserveAsync(first);
        await SetStatusAsync(first, status);

        Assert.That(await FindHolderAsync(), Is.Null);
        Assert.That(await ReserveAsync(second), Is.Null);
        await SetStatusAsync(first, ProofStatus.Verifying);
        Assert.That((await ReserveAsync(first))?.ProofId, Is.EqualTo(second), "a replay comes too late");
    }

    [TestCase(PublicationTransactionState.Prepared, true)]
    [TestCase(PublicationTransactionState.Broadcast, true)]
    [TestCase(PublicationTransactionState.Mined, true)]
    [TestCase(PublicationTransactionState.Confirmed, true)]
    [TestCase(PublicationTransactionState.Reverted, false)]
    [TestCase(PublicationTransactionState.Replaced, false)]
    [TestCase(PublicationTransactionState.Abandoned, false)]
    public async Task A_failed_proof_keeps_it_while_its_transaction_may_count(
        PublicationTransactionState state,
        bool keeps
    )
    {
        var first = await AddProofAsync(ProofStatus.Failed);
        await ReserveAsync(first);
        await AddAsync(LedgerRows.Item(first));
        await AddAsync(LedgerRows.Transaction(first, state));

        var outcome = await ReserveAsync(await AddProofAsync(ProofStatus.Verifying));

        Assert.That(outcome?.ProofId, Is.EqualTo(keeps ? first : (Guid?)null));
    }

    [TestCase(PublicationStatus.Published, "nullifier already spent by proof {0}")]
    [TestCase(PublicationStatus.Skipped, "nullifier is reserved by proof {0}, which is completed")]
    public async Task A_completed_proof_keeps_it_for_good(PublicationStatus publication, string sentence)
    {
        var proof = LedgerRows.Proof(Guid.NewGuid(), ProofStatus.Completed);
        proof.PublicationStatus = publication;
        await AddAsync(proof);
        await ReserveAsync(proof.Id);

        var holder = await FindHolderAsync();

        Assert.That(
            holder?.Explain(),
            Is.EqualTo(sentence.Replace("{0}", proof.Id.ToString(), StringComparison.Ordinal))
        );
    }

    [Test]
    public async Task Another_circuit_version_or_number_is_another_one()
    {
        await ReserveAsync(await AddProofAsync(ProofStatus.Verifying));
        var other = await AddProofAsync(ProofStatus.Verifying);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ReserveAsync(other, Claim with { Circuit = "vote" }), Is.Null);
            Assert.That(await ReserveAsync(other, Claim with { CircuitVersion = 2 }), Is.Null);
            Assert.That(await ReserveAsync(other, Claim with { Value = 7 << 8 }), Is.Null);
            Assert.That(await ReserveAsync(other, Claim with { Value = BigInteger.Zero }), Is.Null);
        }
    }

    [Test]
    public void What_is_no_number_of_32_bytes_is_refused()
    {
        Assert.ThrowsAsync<OverflowException>(() =>
            ReserveAsync(Guid.NewGuid(), Claim with { Value = BigInteger.One << 256 })
        );
        Assert.ThrowsAsync<OverflowException>(() =>
            ReserveAsync(Guid.NewGuid(), Claim with { Value = BigInteger.MinusOne })
        );
    }

    [Test]
    public async Task The_number_is_stored_big_endian_in_32_bytes()
    {
        await ReserveAsync(await AddProofAsync(ProofStatus.Verifying), Claim with { Value = 0x0102 });

        await using var db = Database.CreateContext();
        var stored = (await db.NullifierReservations.SingleAsync()).Nullifier;
        Assert.That(stored, Is.EqualTo((byte[])[.. new byte[30], 1, 2]));
    }

    async Task<NullifierHolder?> ReserveAsync(Guid proofId, NullifierClaim? claim = null)
    {
        await using var db = Database.CreateContext();
        return await new NullifierReservations(db, TimeProvider.System).ReserveAsync(
            claim ?? Claim,
            proofId,
            CancellationToken.None
        );
    }

    async Task<NullifierHolder?> FindHolderAsync()
    {
        await using var db = Database.CreateContext();
        return await new NullifierReservations(db, TimeProvider.System).FindHolderAsync(Claim, CancellationToken.None);
    }

    async Task<Guid> AddProofAsync(ProofStatus status)
    {
        var proof = LedgerRows.Proof(Guid.NewGuid(), status);
        await AddAsync(proof);
        return proof.Id;
    }

    async Task SetStatusAsync(Guid proofId, ProofStatus status)
    {
        await using var db = Database.CreateContext();
        await db
            .Proofs.Where(proof => proof.Id == proofId)
            .ExecuteUpdateAsync(update => update.SetProperty(proof => proof.Status, status));
    }

    async Task AddAsync(object row)
    {
        await using var db = Database.CreateContext();
        db.Add(row);
        await db.SaveChangesAsync();
    }
}
