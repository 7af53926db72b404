using Microsoft.EntityFrameworkCore;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Failures;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Contracts.Verification;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Prover.ProofSystems;
using ProofSaga.Prover.Tests.Host;
using ProofSaga.Testing.Circuits;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.Prover.Tests.Verifying;

/// <summary>Of two proofs that would spend the same nullifier, one is verified.</summary>
[TestFixture(DatabaseKind.Sqlite)]
[TestFixture(DatabaseKind.Postgres)]
sealed class NullifierTests(DatabaseKind kind)
{
    const string Code = "nullifier_reserved";
    const int Contenders = 8;

    CircuitCopy circuit = null!;
    ProverService prover = null!;

    [SetUp]
    public async Task StartAsync()
    {
        circuit = CircuitCopy.WithNullifier();
        prover = await ProverService.StartAsync(kind, infraDirectory: circuit.InfraDirectory);
        prover.Scripted.Prove = request => Task.FromResult(ScriptedProofSystem.Proof(request, "7"));
    }

    [TearDown]
    public async Task StopAsync()
    {
        await prover.DisposeAsync();
        circuit.Dispose();
    }

    [Test]
    public async Task A_second_valid_proof_with_the_nullifier_of_another_fails_for_good_and_says_which()
    {
        var first = await GeneratedAsync("groth16");
        var second = await GeneratedAsync("groth16");

        await prover.OrderCheckAsync(first);
        await prover.Answers.NextAsync<ProofVerified>(first);
        await prover.OrderCheckAsync(second);

        var failed = await prover.Answers.NextAsync<ProofVerificationFailed>(second);
        using (Assert.EnterMultipleScope())
        {
            Assert.That((failed.Kind, failed.Code), Is.EqualTo((FailureKind.Permanent, Code)));
            Assert.That(failed.Error, Is.EqualTo($"nullifier is reserved by proof {first}, which is generated"));
            Assert.That(prover.Log.Of(2006).Single(), Does.Contain($"{second}").And.Contain($"{first}"));
        }
    }

    [Test]
    public async Task One_that_is_published_has_spent_it()
    {
        var first = await VerifiedAsync();
        await prover.SetAsync(
            first,
            proof =>
            {
                proof.Status = ProofStatus.Completed;
                proof.PublicationStatus = PublicationStatus.Published;
            }
        );

        Assert.That((await RefusedAsync()).Error, Is.EqualTo($"nullifier already spent by proof {first}"));
    }

    [Test]
    public async Task An_order_that_comes_again_is_answered_the_same_way()
    {
        var proofId = await VerifiedAsync();

        await prover.OrderCheckAsync(proofId);

        await prover.Answers.NextAsync<ProofVerified>(proofId);
    }

    [Test]
    public async Task Of_many_that_are_verified_at_once_exactly_one_is_told_valid()
    {
        var proofIds = new List<Guid>();
        for (var number = 0; number < Contenders; number++)
            proofIds.Add(await GeneratedAsync(ScriptedProofSystem.Name));
        // each is found valid when the last one is about to be: so they ask for the nullifier together
        var begun = 0;
        var allHaveBegun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        prover.Scripted.BeforeVerifying = () =>
        {
            if (Interlocked.Increment(ref begun) == Contenders)
                allHaveBegun.SetResult();
            return allHaveBegun.Task.WaitAsync(Eventually.Patience);
        };

        await Task.WhenAll(proofIds.Select(prover.OrderInstantCheckAsync));
        await Eventually.HoldsAsync(() => Outcomes().Count() == Contenders, "all are answered");

        Assert.That(Outcomes().OfType<ProofVerified>().Count(), Is.EqualTo(1));
        Assert.That(Outcomes().OfType<ProofVerificationFailed>().Select(failed => failed.Code), Has.All.EqualTo(Code));

        IEnumerable<object> Outcomes() =>
            prover.Answers.All.Where(answer => answer is ProofVerified or ProofVerificationFailed);
    }

    [Test]
    public async Task One_that_is_not_to_be_published_spends_nothing()
    {
        var proofId = await GeneratedAsync(ScriptedProofSystem.Name);
        await prover.SetAsync(proofId, proof => proof.Publish = false);
        await prover.OrderCheckAsync(proofId);
        await prover.Answers.NextAsync<ProofVerified>(proofId);

        await VerifiedAsync();
    }

    [Test]
    public async Task One_that_does_not_verify_reserves_nothing()
    {
        prover.Scripted.Verify = _ => VerificationResult.Invalid("not today");

        var refused = await RefusedAsync();

        Assert.That(refused.Code, Is.EqualTo(FailureCodes.ProofInvalid));

        Assert.That(await prover.InDatabaseAsync(db => db.NullifierReservations.CountAsync()), Is.Zero);
    }

    async Task<Guid> VerifiedAsync()
    {
        var proofId = await GeneratedAsync(ScriptedProofSystem.Name);
        await prover.OrderCheckAsync(proofId);
        await prover.Answers.NextAsync<ProofVerified>(proofId);
        return proofId;
    }

    async Task<ProofVerificationFailed> RefusedAsync()
    {
        var proofId = await GeneratedAsync(ScriptedProofSystem.Name);
        await prover.OrderCheckAsync(proofId);
        return await prover.Answers.NextAsync<ProofVerificationFailed>(proofId);
    }

    async Task<Guid> GeneratedAsync(string proofSystem)
    {
        var proofId = await prover.AddProofAsync(proof =>
        {
            proof.ProofSystem = proofSystem;
            proof.Publish = true;
        });
        await prover.GenerateAsync(proofId);
        await prover.SetAsync(proofId, proof => proof.Status = ProofStatus.Generated);
        return proofId;
    }
}
