using System.Collections.Concurrent;
using ProofSaga.Testing.Publishing;

namespace ProofSaga.SystemTests.Publishing;

/// <summary>
/// SIGKILL at each kind of question that a publisher asks its chain, before and after each kind of effect; then it is started
/// again. What there is to kill at is learnt from rounds that nobody disturbs.
/// </summary>
public class When_a_publisher_is_killed_at_every_step
{
    /// <summary>Rounds in which a point may fail to come by: what is asked depends on when blocks are mined.</summary>
    const int Tries = 3;

    /// <summary>Two, so that each has a core to start on.</summary>
    const int AtOnce = 2;

    /// <summary>For one round, with all its starts of a process, on a busy machine.</summary>
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    static readonly TimeSpan BlockTime = TimeSpan.FromMilliseconds(50);

    static readonly (string, string)[] Settings =
    [
        // several transactions in a round, although proofs share them
        ("Chain__BatchSize", "2"),
        ("Chain__BatchWindow", "00:00:00.100"),
        // what a look back asks, and when, depends on the clock
        ("Chain__LookBackBlocks", "0"),
    ];

    readonly List<PublishingInstallation> installations = [];

    [SetUp]
    public async Task Start() =>
        installations.AddRange(
            await Task.WhenAll(
                Enumerable
                    .Range(0, AtOnce)
                    .Select(_ => PublishingInstallation.StartAsync(BlockTime, settings: Settings))
            )
        );

    [TearDown]
    public async Task Stop()
    {
        foreach (var installation in installations)
            await installation.DisposeAsync();
        installations.Clear();
    }

    [Test]
    public async Task Each_proof_is_published_once_and_no_nonce_is_missing()
    {
        var (transactions, plans) = await PlanAsync(installations[0]);
        var waiting = new ConcurrentQueue<KillPlan>(plans);
        var missed = new ConcurrentBag<KillPlan>();
        var recoveries = new ConcurrentBag<KillPlan>();

        await Task.WhenAll(installations.Select(KillAsync));
        // once more, at what is asked by nobody but one who recovers
        foreach (var recovery in recoveries.DistinctBy(plan => plan.Points[^1].What))
            waiting.Enqueue(recovery);
        await Task.WhenAll(installations.Select(KillAsync));

        await TestContext.Out.WriteLineAsync($"Missed: {missed.Count}");
        Assert.That(plans.Count(plan => plan.IsAtSend), Is.EqualTo(4), "before and after, the first and the last");
        Assert.That(missed.Where(plan => plan.IsAtSend), Is.Empty);
        Assert.That(missed, Has.Count.LessThan(plans.Count / 4), "nearly every point came by again");

        async Task KillAsync(PublishingInstallation installation)
        {
            while (waiting.TryDequeue(out var plan))
            {
                var recovery = await TryAsync(installation, plan, transactions);
                await TestContext.Out.WriteLineAsync($"{(recovery is null ? "Missed" : "Killed")}: {plan}");
                if (recovery is null)
                    missed.Add(plan);
                else if (plan.Points.Count == 1)
                    Keep(plan, recovery);
            }
        }

        void Keep(KillPlan plan, KillWatch recovery)
        {
            var known = plans.Select(one => one.Points[0].What).ToHashSet(StringComparer.Ordinal);
            foreach (var point in recovery.Met.Where(point => !known.Contains(point.What)))
                recoveries.Add(plan with { Points = [.. plan.Points, point] });
        }
    }

    /// <summary>Rounds of a process that is new, and of one that has run before: each kills at what the other does not come to.</summary>
    static async Task<(int Transactions, IReadOnlyList<KillPlan> Plans)> PlanAsync(PublishingInstallation installation)
    {
        var transactions = Math.Min(
            (await UndisturbedAsync(startsAnew: true, int.MaxValue)).CountSent,
            (await UndisturbedAsync(startsAnew: false, int.MaxValue)).CountSent
        );
        var running = (await UndisturbedAsync(startsAnew: false, transactions)).Targets;
        var starting = (await UndisturbedAsync(startsAnew: true, transactions)).Targets;
        return (
            transactions,
            [
                .. starting.Except(running).Select(point => new KillPlan(StartsAnew: true, [point])),
                .. running.Select(point => new KillPlan(StartsAnew: false, [point])),
            ]
        );

        async Task<KillWatch> UndisturbedAsync(bool startsAnew, int atMost) =>
            (await RoundAsync(installation, new KillPlan(startsAnew, []), atMost))[0];
    }

    /// <returns>What was asked after the last kill; null when one of the points never came by.</returns>
    static async Task<KillWatch?> TryAsync(PublishingInstallation installation, KillPlan plan, int transactions)
    {
        for (var round = 0; round < Tries; round++)
        {
            var lives = await RoundAsync(installation, plan, transactions);
            if (lives.Count > plan.Points.Count)
                return lives[^1];
        }

        return null;
    }

    /// <summary>Orders a few proofs. The publisher is killed at point after point, and in the end all are published once.</summary>
    /// <returns>Each life of the publisher.</returns>
    static async Task<IReadOnlyList<KillWatch>> RoundAsync(
        PublishingInstallation installation,
        KillPlan plan,
        int transactions
    )
    {
        var publisher = installation.Publishers[0];
        if (plan.StartsAnew)
            await publisher.KillAsync();

        IReadOnlyList<VerifiedProof> proofs = [.. VerifiedProofs.Mixed(3), .. VerifiedProofs.Mixed(2)];
        var lives = new List<KillWatch> { NextLife() };
        await installation.Orders.OrderAsync(proofs);
        if (plan.StartsAnew)
            await publisher.StartAgainAsync();

        var published = installation.Orders.PublishedAsync(proofs, Patience);
        while (await Task.WhenAny(lives[^1].Killed, published) != published)
            await GoOnAsync();
        // what was asked last may have been about a proof that was published before
        if (!lives[^1].TryDisarm())
        {
            await lives[^1].Killed;
            await GoOnAsync();
        }

        await published;
        installation.Proxy.Behaviour = ChainProxy.Honest;
        await installation.AssertPublishedOnceAsync(proofs);
        return lives;

        Task GoOnAsync()
        {
            lives.Add(NextLife(lives.Count));
            return publisher.StartAgainAsync();
        }

        KillWatch NextLife(int kills = 0)
        {
            var watch = new KillWatch(transactions, plan.Points.ElementAtOrDefault(kills), publisher.KillAsync);
            installation.Proxy.Behaviour = watch.AnswerAsync;
            return watch;
        }
    }
}
