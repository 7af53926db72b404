using ProofSaga.Contracts.Submission;
using ProofSaga.Orchestrator.Admission;
using ProofSaga.Persistence;
using ProofSaga.Persistence.Generation;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Orchestrator.Tests.Admission;

/// <summary>As many generations are ordered as the workers have room for, those whose turn it is.</summary>
[TestFixture(DatabaseKind.Sqlite)]
[TestFixture(DatabaseKind.Postgres)]
public class AdmissionTurnTests(DatabaseKind database)
{
    [Test]
    public async Task Without_a_worker_sixteen_orders_wait_for_whoever_comes()
    {
        await using var desk = await AdmissionDesk.OpenAsync(database);
        var proofIds = await desk.AddAsync(20);

        Assert.That(await desk.OrderedInTurnAsync(), Is.EqualTo(proofIds.Take(16)));
        Assert.That(await desk.OrderedInTurnAsync(), Is.Empty);
    }

    [Test]
    public async Task A_worker_gets_what_its_slots_take_and_half_of_that_beside()
    {
        await using var desk = await AdmissionDesk.OpenAsync(database);
        await desk.AddWorkerAsync("alive", proverSlots: 4);
        await desk.AddWorkerAsync("silent for too long", proverSlots: 30, unseenFor: TimeSpan.FromSeconds(11));
        await desk.AddWorkerAsync("publisher", proverSlots: 0);
        var proofIds = await desk.AddAsync(20);

        Assert.That(await desk.OrderedInTurnAsync(), Is.EqualTo(proofIds.Take(6)));

        await desk.AddWorkerAsync("one more", proverSlots: 1);
        Assert.That(await desk.OrderedInTurnAsync(), Is.EqualTo(proofIds.Skip(6).Take(2)));
    }

    [Test]
    public async Task What_has_left_the_workers_makes_room_and_its_row_goes()
    {
        await using var desk = await AdmissionDesk.OpenAsync(database);
        await desk.AddWorkerAsync("worker", proverSlots: 2);
        var proofIds = await desk.AddAsync(10);
        await desk.OrderedInTurnAsync();
        await desk.SetStatusAsync(ProofStatus.Generating, proofIds[0]);
        await desk.SetStatusAsync(ProofStatus.Generated, proofIds[1]);
        await desk.SetStatusAsync(ProofStatus.Failed, proofIds[2]);

        Assert.That(await desk.OrderedInTurnAsync(), Is.EqualTo(proofIds.Skip(3).Take(2)));
        Assert.That(await desk.CountRowsAsync(), Is.EqualTo(8));
    }

    [Test]
    public async Task Of_a_hundred_orders_sixty_are_high_thirty_normal_and_ten_low()
    {
        await using var desk = await AdmissionDesk.OpenAsync(database);
        await desk.AddWorkerAsync("worker", proverSlots: 0, instantSlots: 25);
        var low = await desk.AddAsync(200, "a", ProofPriority.Low, "commitment");
        var normal = await desk.AddAsync(200, "a", ProofPriority.Normal, "commitment");
        var high = await desk.AddAsync(200, "a", ProofPriority.High, "commitment");

        var ordered = await desk.OrderedInTurnAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(ordered.Intersect(high), Is.EqualTo(high.Take(60)));
            Assert.That(ordered.Intersect(normal), Is.EqualTo(normal.Take(30)));
            Assert.That(ordered.Intersect(low), Is.EqualTo(low.Take(10)));
            Assert.That(ordered.Take(10).Intersect(low), Has.Exactly(1).Items, "and so are any ten of them");
        }
    }

    [Test]
    public async Task With_nothing_else_waiting_the_lowest_priority_has_all_the_room()
    {
        await using var desk = await AdmissionDesk.OpenAsync(database);
        await desk.AddWorkerAsync("worker", proverSlots: 8);
        var low = await desk.AddAsync(20, priority: ProofPriority.Low);
        await desk.AddAsync(3, priority: ProofPriority.High, proofSystem: "commitment");

        Assert.That((await desk.OrderedInTurnAsync()).Intersect(low), Is.EqualTo(low.Take(12)));
    }

    [Test]
    public async Task One_clients_many_do_not_hold_up_anothers_one()
    {
        await using var desk = await AdmissionDesk.OpenAsync(database);
        await desk.AddWorkerAsync("worker", proverSlots: 2);
        await desk.AddAsync(500, "many");
        await desk.OrderedInTurnAsync();

        var one = await desk.AddAsync(1, "one");
        await desk.AddWorkerAsync("with room for one", proverSlots: 1);

        Assert.That(await desk.OrderedInTurnAsync(), Does.Contain(one.Single()));
    }

    [Test]
    public async Task A_client_has_no_more_with_the_workers_than_its_cap_in_all_pools_together()
    {
        await using var desk = await AdmissionDesk.OpenAsync(database, "--Admission:MaxProofsPerClient=5");
        var proving = await desk.AddAsync(3, "greedy");
        var instant = await desk.AddAsync(50, "greedy", ProofPriority.High, "commitment");
        var modest = await desk.AddAsync(4, "modest", ProofPriority.Low, "commitment");

        var first = await desk.OrderedInTurnAsync();
        await desk.SetStatusAsync(ProofStatus.Generated, first.Except(modest).Take(2).ToList());
        var second = await desk.OrderedInTurnAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(first.Intersect(proving.Concat(instant)).Count(), Is.EqualTo(5));
            Assert.That(first, Is.SupersetOf(modest));
            Assert.That(second, Has.Count.EqualTo(2));
        }
    }

    [Test]
    public async Task What_was_cancelled_while_it_waited_is_never_ordered_and_takes_no_room()
    {
        await using var desk = await AdmissionDesk.OpenAsync(database);
        await desk.AddWorkerAsync("worker", proverSlots: 2);
        var proofIds = await desk.AddAsync(40);
        await desk.SetStatusAsync(ProofStatus.Cancelled, proofIds.Take(30).ToList());

        var outcome = await desk.TakeTurnAsync();
        var ordered = await desk.OrderedInTurnAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(outcome.HasRoom, Is.True, "the next turn follows at once");
            Assert.That(ordered, Is.EqualTo(proofIds.Skip(30).Take(3)));
            Assert.That(await desk.CountRowsAsync(), Is.EqualTo(10));
        }
    }

    [Test]
    public async Task A_turn_knows_whether_anything_waits()
    {
        await using var desk = await AdmissionDesk.OpenAsync(database);
        await desk.AddWorkerAsync("worker", proverSlots: 2, instantSlots: 1);
        await desk.AddAsync(2);

        var all = await desk.TakeTurnAsync();
        await desk.AddAsync(2);
        var some = await desk.TakeTurnAsync();

        Assert.That(all, Is.EqualTo(new AdmissionOutcome(true, 2, SomethingWaits: false, HasRoom: false)));
        Assert.That(some, Is.EqualTo(new AdmissionOutcome(true, 1, SomethingWaits: true, HasRoom: false)));
    }

    [Test]
    public async Task Room_that_nobody_waits_for_is_given_to_who_comes_next()
    {
        await using var desk = await AdmissionDesk.OpenAsync(database, "--Admission:MaxProofsPerClient=2");
        await desk.AddWorkerAsync("worker", proverSlots: 2);
        Assert.That(desk.Vacancies.TryTake(GenerationPool.Prover, "client"), Is.False, "nobody has looked yet");
        await desk.AddAsync(1);

        await desk.TakeTurnAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(desk.Vacancies.TryTake(GenerationPool.Prover, "client"), Is.True);
            Assert.That(desk.Vacancies.TryTake(GenerationPool.Prover, "client"), Is.False, "it is at its cap");
            Assert.That(desk.Vacancies.TryTake(GenerationPool.Prover, "another"), Is.True);
            Assert.That(desk.Vacancies.TryTake(GenerationPool.Prover, "another"), Is.False, "there is no room left");
            Assert.That(
                desk.Vacancies.TryTake(GenerationPool.Instant, "another"),
                Is.True,
                "in the other pool there is"
            );
        }
    }

    [Test]
    public async Task While_somebody_waits_who_comes_next_waits_as_well()
    {
        await using var desk = await AdmissionDesk.OpenAsync(database);
        await desk.AddWorkerAsync("worker", proverSlots: 2);
        await desk.AddAsync(4);

        await desk.TakeTurnAsync();

        Assert.That(desk.Vacancies.TryTake(GenerationPool.Prover, "client"), Is.False);
    }
}
