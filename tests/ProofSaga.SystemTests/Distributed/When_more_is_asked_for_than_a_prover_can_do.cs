using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using ProofSaga.Contracts.Submission;
using ProofSaga.Persistence.Proofs;
using ProofSaga.SystemTests.Support;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.SystemTests.Distributed;

/// <summary>One client has hundreds of proofs of every priority waiting when the prover comes, and another client has one.</summary>
public class When_more_is_asked_for_than_a_prover_can_do
{
    const int Slots = 4;
    const int OrdersAtOnce = 16;
    const int High = 200;
    const int Normal = 120;
    const int Low = 120;

    /// <summary>A turn does not see yet what the saga orders by itself meanwhile.</summary>
    const int MostAtOnce = 2 * OrdersAtOnce;

    /// <summary>Proofs during which all three priorities wait, after those that were ordered before there was a prover.</summary>
    const int Saturated = 280;

    Installation installation = null!;

    [SetUp]
    public async Task Start()
    {
        installation = await Installation.PrepareAsync();
        await Task.WhenAll(installation.StartIntakeAsync(), installation.StartOrchestratorAsync());
    }

    [TearDown]
    public async Task Stop()
    {
        if (installation is not null)
            await installation.DisposeAsync();
    }

    [Test]
    public async Task Proofs_are_made_by_their_weights_the_other_client_is_served_at_once_and_no_slot_idles()
    {
        var submissions = Submit("high", High).Concat(Submit("normal", Normal)).Concat(Submit("low", Low)).ToArray();
        new Random(1).Shuffle(submissions);
        await PlainAmqp.SubmitAllAsync(installation.BrokerUri, submissions);
        await QueuedAsync(submissions.Length);
        var others = await PlainAmqp.SubmitAsync(installation.BrokerUri, Submit("normal", 1, "other").Single());
        await QueuedAsync(submissions.Length + 1);

        await installation.StartProverAsync($"--Prover:InstantProofs={Slots}");
        var mostAdmitted = await AllAreCompletedAsync();

        var order = await OrderOfGenerationAsync();
        var saturated = order.Skip(MostAtOnce).Take(Saturated).ToList();
        var shares = saturated.CountBy(proof => proof.Priority).ToDictionary();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(shares[ProofPriority.High], Is.EqualTo(Saturated * 6 / 10).Within(10).Percent);
            Assert.That(shares[ProofPriority.Normal], Is.EqualTo(Saturated * 3 / 10).Within(10).Percent);
            Assert.That(shares[ProofPriority.Low], Is.EqualTo(Saturated / 10).Within(10).Percent);
            Assert.That(
                mostAdmitted,
                Is.InRange(OrdersAtOnce, MostAtOnce),
                "room is used, and little more than there is"
            );
            Assert.That(order.Index().Single(proof => proof.Item.Id == others).Index, Is.LessThan(3 * OrdersAtOnce));
        }

        // the last half hundred are low ones alone
        var onlyLow = order.Skip(order.Count - 50).ToList();
        Assert.That(onlyLow, Is.All.Matches<Generated>(proof => proof.Priority == ProofPriority.Low));
        await TestContext.Out.WriteLineAsync(
            $"{shares[ProofPriority.High]}:{shares[ProofPriority.Normal]}:{shares[ProofPriority.Low]}, "
                + $"{PerSecond(saturated):0} proofs per second with all priorities, {PerSecond(onlyLow):0} with low alone"
        );
        Assert.That(PerSecond(onlyLow), Is.GreaterThan(PerSecond(saturated) / 2));
    }

    sealed record Generated(Guid Id, ProofPriority Priority, DateTime At);

    static IEnumerable<JsonObject> Submit(string priority, int count, string client = "busy") =>
        Enumerable
            .Range(0, count)
            .Select(number =>
            {
                var submission = Submissions.Commitment(number);
                submission["priority"] = priority;
                submission["client"] = client;
                submission["publish"] = false;
                return submission;
            });

    static double PerSecond(IReadOnlyList<Generated> proofs) =>
        proofs.Count / (proofs[^1].At - proofs[0].At).TotalSeconds;

    async Task QueuedAsync(int count) =>
        await Eventually.GetAsync(
            () => installation.InDatabaseAsync(db => db.GenerationQueue.CountAsync()),
            queued => queued == count,
            $"{count} proofs are queued"
        );

    /// <returns>The most that were admitted at any time.</returns>
    async Task<int> AllAreCompletedAsync()
    {
        var most = 0;
        await Eventually.HoldsAsync(
            async () =>
            {
                var admitted = await installation.InDatabaseAsync(db =>
                    db.GenerationQueue.CountAsync(row => row.AdmittedAt != null)
                );
                most = Math.Max(most, admitted);
                return await installation.InDatabaseAsync(db =>
                    db.Proofs.AllAsync(proof => proof.Status == ProofStatus.Completed)
                );
            },
            "all are completed"
        );
        return most;
    }

    Task<List<Generated>> OrderOfGenerationAsync() =>
        installation.InDatabaseAsync(db =>
            db.Proofs.OrderBy(proof => proof.GeneratedAt)
                .Select(proof => new Generated(proof.Id, proof.Priority, proof.GeneratedAt!.Value))
                .ToListAsync()
        );
}
