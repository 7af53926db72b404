using ProofSaga.Contracts.Submission;
using ProofSaga.Orchestrator.Admission;
using static ProofSaga.Contracts.Submission.ProofPriority;

namespace ProofSaga.Orchestrator.Tests.Admission;

/// <summary>Each rule over random weights, lanes and rooms; the seed of one that breaks a rule is its name.</summary>
public class FairOrderTests
{
    static readonly AdmissionOptions Defaults = new();

    /// <summary>Golestani's bound, over any part of a run in which both wait.</summary>
    [Test]
    public void Priorities_that_wait_get_their_weights_whenever_one_looks([Range(1, 30)] int seed)
    {
        var random = new Random(seed);
        var options = RandomOptions(random);
        var turns = Run(new FairOrder(), Saturated("a", "b", "c"), random, options, turns: 2000);

        for (var sample = 0; sample < 200; sample++)
        {
            var from = random.Next(turns.Count);
            var got = turns
                .Skip(from)
                .Take(random.Next(turns.Count - from))
                .CountBy(turn => turn.Priority)
                .ToDictionary();
            foreach (var one in Enum.GetValues<ProofPriority>())
            {
                foreach (var other in Enum.GetValues<ProofPriority>())
                {
                    var bound = (1.0 / options.WeightOf(one)) + (1.0 / options.WeightOf(other));
                    Assert.That(Share(one) - Share(other), Is.AtMost(bound + 1e-6), $"{one} against {other}");
                }
            }

            double Share(ProofPriority priority) =>
                (double)got.GetValueOrDefault(priority) / options.WeightOf(priority);
        }
    }

    [Test]
    public void By_default_of_ten_turns_six_are_high_three_normal_and_one_low()
    {
        var turns = Run(new FairOrder(), Saturated("a"), new Random(0), Defaults, turns: 1000);

        Assert.That(
            turns.CountBy(turn => turn.Priority),
            Is.EquivalentTo(
                new Dictionary<ProofPriority, int>
                {
                    [High] = 600,
                    [Normal] = 300,
                    [Low] = 100,
                }
            )
        );
    }

    [Test]
    public void No_turn_is_left_while_somebody_waits_and_nobody_gets_more_than_there_is([Range(1, 30)] int seed)
    {
        var random = new Random(seed);
        var order = new FairOrder();
        for (var turn = 0; turn < 50; turn++)
        {
            var supply = RandomSupply(random);
            var room = random.Next(1, 60);
            var cap = random.Next(1, 20);

            var taken = order.Take(supply, room, _ => cap, Defaults.WeightOf);

            var perClient = supply.GroupBy(lane => lane.Key.Client, lane => lane.Value);
            var mayBeTaken = perClient.Sum(lanes => Math.Min(cap, lanes.Sum()));
            Assert.That(taken, Has.Count.EqualTo(Math.Min(room, mayBeTaken)));
            Assert.That(
                taken.CountBy(lane => lane),
                Is.All.Matches<KeyValuePair<Lane, int>>(lane => lane.Value <= supply[lane.Key])
            );
            Assert.That(
                taken.CountBy(lane => lane.Client),
                Is.All.Matches<KeyValuePair<string, int>>(client => client.Value <= cap)
            );
        }
    }

    [Test]
    public void Clients_of_one_priority_take_turns_however_much_they_have_waiting([Range(1, 10)] int seed)
    {
        var random = new Random(seed);
        var supply = new Dictionary<Lane, int> { [new(Normal, "many")] = 10_000, [new(Normal, "few")] = 40 };

        var turns = Run(new FairOrder(), supply, random, Defaults, turns: 80);

        Assert.That(turns.Count(turn => turn.Client == "few"), Is.InRange(39, 40));
    }

    [Test]
    public void A_clients_first_proof_is_next_however_long_another_had_all_turns()
    {
        var order = new FairOrder();
        var supply = new Dictionary<Lane, int> { [new(Normal, "many")] = 100_000 };
        Run(order, supply, new Random(1), Defaults, turns: 5000);

        supply[new(Normal, "new")] = 1;
        var turns = Run(order, supply, new Random(2), Defaults, turns: 2);

        Assert.That(turns, Does.Contain(new Lane(Normal, "new")));
    }

    [Test]
    public void Who_did_not_wait_has_no_turns_in_store()
    {
        var order = new FairOrder();
        Run(order, new() { [new(Low, "a")] = 10_000 }, new Random(1), Defaults, turns: 5000);

        var turns = Run(order, Saturated("a"), new Random(2), Defaults, turns: 200);

        Assert.That(turns.Count(turn => turn.Priority == High), Is.EqualTo(120).Within(2));
        Assert.That(turns.Count(turn => turn.Priority == Low), Is.EqualTo(20).Within(2), "nor is one in debt");
    }

    [Test]
    public void The_lowest_priority_waits_for_its_turn_no_longer_than_its_weight_says()
    {
        var turns = Run(new FairOrder(), Saturated("a"), new Random(3), Defaults, turns: 1000);

        var low = turns.Index().Where(turn => turn.Item.Priority == Low).Select(turn => turn.Index).ToList();
        Assert.That(low.Zip(low.Skip(1), (one, next) => next - one), Is.All.AtMost(2 * 10));
    }

    [Test]
    public void A_client_at_its_cap_is_passed_over_and_stops_nobody()
    {
        var turns = new FairOrder().Take(
            Saturated("full", "free"),
            room: 10,
            client => client == "full" ? 0 : 100,
            Defaults.WeightOf
        );

        Assert.That(turns, Has.Count.EqualTo(10).And.All.Matches<Lane>(lane => lane.Client == "free"));
    }

    [Test]
    public void Clients_that_come_and_go_leave_nothing_behind()
    {
        var share = new FairShare<string>();

        for (var client = 0; client < 10_000; client++)
        {
            share.Next([$"client {client}", "permanent"], _ => 1);
            share.KeepOnly(flow => flow == "permanent");
        }

        Assert.That(share.Remembered, Is.EqualTo(1));
    }

    [Test]
    public void Ever_new_clients_hold_up_nobody()
    {
        var share = new FairShare<string>();

        var served = Enumerable
            .Range(0, 100)
            .Select(turn => share.Next([$"new {turn}", $"new {turn + 1}", "patient"], _ => 1))
            .ToList();

        Assert.That(served.Count(flow => flow == "patient"), Is.AtLeast(100 / 3));
    }

    /// <summary>In turns of random lengths, as room comes up.</summary>
    static List<Lane> Run(
        FairOrder order,
        Dictionary<Lane, int> supply,
        Random random,
        AdmissionOptions options,
        int turns
    )
    {
        var taken = new List<Lane>();
        while (taken.Count < turns)
        {
            var room = Math.Min(random.Next(1, 20), turns - taken.Count);
            var now = order.Take(supply, room, _ => int.MaxValue, options.WeightOf);
            foreach (var lane in now)
                supply[lane]--;
            taken.AddRange(now);
        }

        return taken;
    }

    static Dictionary<Lane, int> Saturated(params string[] clients) =>
        (
            from priority in Enum.GetValues<ProofPriority>()
            from client in clients
            select new Lane(priority, client)
        ).ToDictionary(lane => lane, _ => 1_000_000);

    static Dictionary<Lane, int> RandomSupply(Random random) =>
        (
            from priority in Enum.GetValues<ProofPriority>()
            from client in Enumerable.Range(0, random.Next(1, 8))
            select new Lane(priority, $"client {client}")
        ).ToDictionary(lane => lane, _ => random.Next(0, 15));

    static AdmissionOptions RandomOptions(Random random) =>
        new()
        {
            HighWeight = random.Next(1, 1001),
            NormalWeight = random.Next(1, 101),
            LowWeight = random.Next(1, 11),
        };
}
