using ProofSaga.SystemTests.Support;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.SystemTests.Distributed;

/// <summary>
/// RabbitMQ drops what is published where nothing is bound. So the first process that reaches an empty broker binds
/// everything that any service hears, before it does anything else.
/// </summary>
public class When_a_broker_knows_none_of_our_queues
{
    Installation installation = null!;

    [SetUp]
    public async Task Prepare() => installation = await Installation.PrepareAsync();

    [TearDown]
    public async Task Stop()
    {
        if (installation is not null)
            await installation.DisposeAsync();
    }

    [Test]
    public async Task The_first_service_has_bound_what_any_service_hears_when_it_reports_that_it_started()
    {
        await installation.StartDeadLettersAsync();
        var bound = await OurBindingsAsync();

        await installation.StartAllAsync();

        var heard = installation.BindingsOfServices.Where(IsOfContract).Distinct().ToList();
        Assert.That(heard, Has.Count.GreaterThan(10), "the probe is understood");
        Assert.That(bound, Is.EquivalentTo(heard), "neither less nor more");
    }

    [Test]
    public async Task One_that_comes_late_or_in_the_place_of_another_is_told_of_all_queues_too()
    {
        await installation.LoseBrokerAsync();
        await installation.StartDeadLettersAsync();
        await installation.ReplaceBrokerAsync();
        await Eventually.GetAsync(OurBindingsAsync, AreComplete, "the late broker knows every binding");

        await installation.LoseBrokerAsync();
        await installation.ReplaceBrokerAsync();
        await Eventually.GetAsync(OurBindingsAsync, AreComplete, "so does its successor");

        await installation.StartAllAsync();
        var proofId = await installation.Api.SubmitAsync(Submissions.Commitment(0));
        Assert.That((await installation.Api.EndOfAsync(proofId)).Status, Is.EqualTo("completed"));
    }

    async Task<IReadOnlyList<BrokerBinding>> OurBindingsAsync() =>
        [.. (await installation.Topology.BindingsAsync()).Where(IsOfContract)];

    /// <summary>There are some of each queue that hears anything, although one service runs alone.</summary>
    static bool AreComplete(IReadOnlyList<BrokerBinding> bindings) =>
        new HashSet<string>(bindings.Select(binding => binding.Destination), StringComparer.Ordinal).IsSupersetOf([
            "submit-proof",
            "proof-job",
            "worker-fault",
            "dead-letter",
        ]);

    /// <summary>A message of the contracts, or the fault of one; not what a service publishes to itself.</summary>
    static bool IsOfContract(BrokerBinding binding) =>
        binding.Source.Contains("ProofSaga.Contracts", StringComparison.Ordinal)
        && binding.Source != binding.Destination;
}
