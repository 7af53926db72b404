using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Failures;
using ProofSaga.Contracts.Proving;
using ProofSaga.Persistence;
using ProofSaga.Prover.ProofSystems;
using ProofSaga.Prover.Tests.Host;
using ProofSaga.Testing.Hosting;
using ProofSaga.Testing.Outages;
using ProofSaga.Testing.Postgres;

namespace ProofSaga.Prover.Tests.Generating;

/// <summary>A finished proof is stored once, then told of, whatever the database and the broker do.</summary>
sealed class StoringTests
{
    [Test]
    public async Task Of_two_proofs_made_at_once_the_first_one_stored_is_kept_and_told_of_by_both()
    {
        await using var prover = await ProverService.StartAsync(slots: 2);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        prover.Scripted.Prove = async request =>
        {
            await release.Task;
            return ScriptedProofSystem.Proof(request);
        };
        var proofId = await prover.AddProofAsync();

        await prover.OrderAsync(proofId);
        await prover.OrderAsync(proofId);
        await Eventually.HoldsAsync(() => prover.Scripted.ProofsBegun == 2, "both orders are being proved");
        release.SetResult();
        var generated = await prover.Answers.NextAsync<ProofGenerated>(proofId);
        var toldAgain = await prover.Answers.NextAsync<ProofGenerated>(proofId);

        var row = await prover.ProofAsync(proofId);
        Assert.Multiple(() =>
        {
            Assert.That(row.ArtifactSha256, Is.EqualTo(generated.ArtifactSha256));
            Assert.That(Convert.ToHexStringLower(SHA256.HashData(row.Document!)), Is.EqualTo(row.ArtifactSha256));
            Assert.That(prover.Log.Of(2004).Single(), Does.Contain("another proof was stored first"));
            Assert.That(toldAgain.ArtifactSha256, Is.EqualTo(generated.ArtifactSha256));
            Assert.That(prover.Reproves.Take(), Is.Zero, "the second one began before the first was stored");
        });
    }

    [Test]
    public async Task A_proof_that_is_dropped_is_not_logged_as_generated_and_the_stored_one_is_told_of()
    {
        await using var prover = await ProverService.StartAsync();
        var proofId = await prover.AddProofAsync();
        prover.Scripted.Prove = async request =>
        {
            if (request.ProofId == proofId)
                await prover.SetAsync(proofId, proof => proof.ArtifactSha256 = new string('a', 64));
            return ScriptedProofSystem.Proof(request);
        };

        var generated = await prover.GenerateAsync(proofId);
        await prover.SettleGeneratingAsync();

        Assert.Multiple(() =>
        {
            Assert.That(generated.ArtifactSha256, Is.EqualTo(new string('a', 64)));
            Assert.That(prover.Log.Of(2004).Single(), Does.Contain($"{proofId}"));
            Assert.That(prover.Log.Of(2001), Has.None.Contains($"{proofId}"));
            Assert.That(prover.Answers.About(proofId), Has.Exactly(1).Items);
        });
    }

    [TestCase(DatabaseKind.Sqlite)]
    [TestCase(DatabaseKind.Postgres)]
    public async Task A_proof_that_is_finished_while_the_database_is_away_is_stored_when_it_is_back(
        DatabaseKind database
    )
    {
        await using var prover = await ProverService.StartAsync(database);
        var proofId = await prover.AddProofAsync();
        prover.Outage.Begin(failures: 3);

        var generated = await prover.GenerateAsync(proofId);

        var row = await prover.ProofAsync(proofId);
        Assert.Multiple(() =>
        {
            Assert.That(row.ArtifactSha256, Is.EqualTo(generated.ArtifactSha256));
            Assert.That(prover.Scripted.ProofsBegun, Is.EqualTo(1));
            Assert.That(prover.Log.Of(2007), Has.Exactly(3).Contains($"{proofId}"));
        });
    }

    [Test]
    public async Task A_proof_that_is_finished_while_the_artifact_store_fails_is_stored_when_it_works_again()
    {
        await using var prover = await ProverService.StartAsync();
        var proofId = await prover.AddProofAsync();
        prover.Scripted.Prove = request =>
        {
            BreakArtifactStore(prover);
            return Task.FromResult(ScriptedProofSystem.Proof(request));
        };

        await prover.OrderAsync(proofId);
        await Eventually.HoldsAsync(() => prover.Log.Of(2007).Any(), "the proof cannot be stored");
        File.Delete(prover.ArtifactsFolder);
        var generated = await prover.Answers.NextAsync<ProofGenerated>(proofId);

        Assert.That(await prover.Artifacts.ReadAsync(generated.ArtifactSha256, default), Is.Not.Empty);
        Assert.That(prover.Scripted.ProofsBegun, Is.EqualTo(1), "proved once");
    }

    [Test]
    public async Task An_artifact_store_that_goes_on_failing_is_a_transient_failure()
    {
        await using var prover = await ProverService.StartAsync(settings: "--Prover:StoreTimeout=00:00:00");
        var proofId = await prover.AddProofAsync();
        prover.Scripted.Prove = request =>
        {
            BreakArtifactStore(prover);
            return Task.FromResult(ScriptedProofSystem.Proof(request));
        };

        var failed = await prover.FailAsync(proofId);

        Assert.Multiple(() =>
        {
            Assert.That(failed.Code, Is.EqualTo(FailureCodes.ArtifactUnavailable));
            Assert.That(failed.Kind, Is.EqualTo(FailureKind.Transient));
            Assert.That(failed.Error, Does.Not.Contain(prover.ArtifactsFolder), "no path of ours");
        });
    }

    [Test]
    public async Task A_database_that_is_gone_when_a_proof_is_finished_is_waited_for_not_besieged()
    {
        await using var postgres = await PrivatePostgres.StartAsync();
        await using var prover = await ProverService.StartAsync(postgres.Server);
        var proofId = await prover.AddProofAsync();
        prover.Scripted.Prove = async request =>
        {
            await postgres.KillAsync();
            return ScriptedProofSystem.Proof(request);
        };

        await prover.OrderAsync(proofId);
        await Eventually.HoldsAsync(() => prover.Log.Of(2007).Any(), "the proof cannot be stored");
        await Task.Delay(OutageLength.Value, TimeProvider.System);
        await postgres.StartAgainAsync();
        var generated = await prover.Answers.NextAsync<ProofGenerated>(proofId);

        Assert.Multiple(async () =>
        {
            Assert.That((await prover.ProofAsync(proofId)).ArtifactSha256, Is.EqualTo(generated.ArtifactSha256));
            Assert.That(prover.Scripted.ProofsBegun, Is.EqualTo(1), "proved once");
            Assert.That(prover.Log.Of(2007).Count(), Is.LessThanOrEqualTo(2), "tried again only when it answers");
        });
    }

    [Test]
    public async Task A_stored_proof_that_could_not_be_told_of_is_told_of_later_and_not_made_again()
    {
        await using var prover = await ProverService.StartAsync();
        var proofId = await prover.AddProofAsync();
        prover.RefuseOnce<ProofGenerated>();

        var generated = await prover.GenerateAsync(proofId);

        Assert.That((await prover.ProofAsync(proofId)).ArtifactSha256, Is.EqualTo(generated.ArtifactSha256));
        Assert.Multiple(() =>
        {
            Assert.That(prover.Scripted.ProofsBegun, Is.EqualTo(1));
            Assert.That(prover.Log.Of(2003).Single(), Does.Contain($"{proofId}"));
            Assert.That(prover.Answers.About(proofId), Has.Exactly(1).Items);
        });
    }

    [Test]
    public async Task A_proof_is_not_told_of_while_it_cannot_be_stored()
    {
        await using var prover = await ProverService.StartAsync();
        var proofId = await prover.AddProofAsync();
        prover.Scripted.Prove = async request =>
        {
            await RenameTableAsync(prover, "proofs", "elsewhere");
            return ScriptedProofSystem.Proof(request);
        };

        await prover.OrderAsync(proofId);
        await Eventually.HoldsAsync(() => prover.Log.Of(2007).Any(), "storing is tried again");
        object[] toldBefore = [.. prover.Answers.About(proofId)];
        await RenameTableAsync(prover, "elsewhere", "proofs");
        await prover.Answers.NextAsync<ProofGenerated>(proofId);

        Assert.That(toldBefore, Is.Empty);
        Assert.That(prover.Scripted.ProofsBegun, Is.EqualTo(1));
    }

    /// <summary>A file in the place of its folder: nothing can be written or read.</summary>
    static void BreakArtifactStore(ProverService prover)
    {
        if (Directory.Exists(prover.ArtifactsFolder))
            Directory.Delete(prover.ArtifactsFolder, recursive: true);
        File.WriteAllText(prover.ArtifactsFolder, "");
    }

    static Task<int> RenameTableAsync(ProverService prover, string from, string to)
    {
        FormattableString statement = $"ALTER TABLE {from} RENAME TO {to}";
        return prover.InDatabaseAsync(db => db.Database.ExecuteSqlRawAsync(statement.ToString()));
    }
}
