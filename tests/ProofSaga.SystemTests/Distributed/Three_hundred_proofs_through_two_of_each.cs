using System.Text.Json.Nodes;
using ProofSaga.SystemTests.Support;
using ProofSaga.Testing.Hosting;
using ProofSaga.Testing.Proving;

namespace ProofSaga.SystemTests.Distributed;

/// <summary>
/// Two processes of each service, started by <c>up --distributed</c>. Half of the proofs come over HTTP, to either intake,
/// half as plain JSON over AMQP.
/// </summary>
public class Three_hundred_proofs_through_two_of_each
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    static readonly string[] Services = ["intake", "orchestrator", "prover", "publisher", "dead-letters"];

    readonly string dataFolder = Directory.CreateTempSubdirectory("proofsaga-distributed-").FullName;
    readonly List<Guid> submitted = [];
    DistributedProcess installation = null!;

    [OneTimeSetUp]
    public async Task Start() => installation = await DistributedProcess.StartAsync(dataFolder, "--instances", "2");

    [OneTimeTearDown]
    public async Task Stop()
    {
        if (installation is not null)
        {
            var exitCode = await installation.StopAsync();
            var left = installation.Program.LivingDescendants;
            await installation.DisposeAsync();
            Assert.That(exitCode, Is.Zero);
            Assert.That(left, Is.Empty, "nothing is left running");
        }

        Directory.Delete(dataFolder, recursive: true);
    }

    [Test]
    [Order(1)]
    public async Task Every_queue_is_durable_and_has_an_operators_name()
    {
        var topology = new BrokerTopology(installation.ManagementUri, installation.BrokerUri);

        var queues = await topology.QueuesAsync();
        var bindings = await topology.BindingsAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(queues.Select(queue => queue.Name), Is.EquivalentTo(BrokerTopology.ExpectedQueues));
            Assert.That(
                queues,
                Is.All.Matches<BrokerQueue>(queue =>
                    queue is { Type: "classic", Durable: true, AutoDelete: false, Exclusive: false }
                )
            );
            Assert.That(
                bindings.Where(binding => binding.Source == binding.Destination).Select(binding => binding.Source),
                Is.SupersetOf(BrokerTopology.ExpectedQueues),
                "each queue hears the exchange of its own name"
            );
        }
    }

    [Test]
    [Order(2)]
    public async Task All_complete_and_each_is_published_once()
    {
        var proofs = Enumerable
            .Range(0, 300)
            .Select(Submissions.Commitment)
            .Concat(Enumerable.Range(0, 10).Select(Submissions.Groth16));
        var startedAt = TimeProvider.System.GetTimestamp();

        await SubmitAsync([.. proofs]);
        await AllAreCompletedAsync();

        await TestContext.Out.WriteLineAsync($"310 proofs in {TimeProvider.System.GetElapsedTime(startedAt)}");
        await NothingIsLeftOverAsync();
        Assert.That(
            ProverLog.GeneratedIn(installation.LogLines("prover")),
            Is.EquivalentTo(submitted),
            "nothing was proved again"
        );
    }

    [Test]
    [Order(3)]
    public async Task All_complete_once_although_one_process_of_each_service_is_killed()
    {
        var before = submitted.Count;
        var proofs = Enumerable
            .Range(0, 80)
            .Select(Submissions.Commitment)
            .Concat(Enumerable.Range(0, 4).Select(Submissions.Groth16));

        await SubmitAsync([.. proofs]);
        await CompletedAsync(before + 10);
        await Task.WhenAll(Services.Select(service => installation.KillAsync($"{service}-1")));
        Assert.That(await CountCompletedAsync(), Is.LessThan(submitted.Count), "it was in mid-run");
        await AllAreCompletedAsync();

        foreach (var service in Services)
            await installation.IsBackAsync($"{service}-1");
        await NothingIsLeftOverAsync();
        ProverLog.NothingWasGeneratedAgain(installation.LogLines("prover"));
    }

    async Task SubmitAsync(IReadOnlyList<JsonObject> proofs)
    {
        submitted.AddRange(proofs.Select(proof => Guid.Parse((string)proof["proof_id"]!)));
        var overAmqp = proofs.Where((_, index) => index % 2 == 0);
        var overHttp = proofs.Where((_, index) => index % 2 == 1).Index().ToList();
        await Task.WhenAll(
            PlainAmqp.SubmitAllAsync(installation.BrokerUri, overAmqp),
            Parallel.ForEachAsync(
                overHttp,
                new ParallelOptions { MaxDegreeOfParallelism = 4 },
                async (proof, _) =>
                    await installation.Apis[proof.Index % installation.Apis.Count].SubmitAsync(proof.Item)
            )
        );
    }

    Task AllAreCompletedAsync() => CompletedAsync(submitted.Count);

    async Task CompletedAsync(int count) =>
        await Eventually.GetAsync(CountCompletedAsync, completed => completed >= count, $"{count} completed", Patience);

    Task<long> CountCompletedAsync() =>
        installation.QueryAsync<long>("SELECT count(*) FROM proofs WHERE status = 'completed'");

    /// <summary>One end for each proof, one event on the chain, and nothing that waits or was set aside.</summary>
    async Task NothingIsLeftOverAsync()
    {
        await PublicationList.AgreesWithAsync(installation.RpcUrl, await installation.Apis[1].GetAllAsync(submitted));
        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                await installation.QueryAsync<long>(
                    "SELECT count(*) FROM proof_jobs WHERE current_state = 'Completed'"
                ),
                Is.EqualTo(submitted.Count)
            );
            Assert.That(
                await installation.QueryAsync<long>("SELECT count(*) FROM proofs"),
                Is.EqualTo(submitted.Count)
            );
            Assert.That(await installation.QueryAsync<long>("SELECT count(*) FROM dead_letters"), Is.Zero);
        }

        await Eventually.GetAsync(
            () => installation.QueryAsync<long>("""SELECT count(*) FROM "OutboxMessage" """),
            count => count == 0,
            "the outbox is empty"
        );
        var setAside = await new BrokerTopology(installation.ManagementUri, installation.BrokerUri).SetAsideAsync();
        Assert.That(setAside.Where(queue => queue.Value > 0), Is.Empty);
    }
}
