using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ProofSaga.Hosting.Shutdown;
using ProofSaga.Hosting.Tests.Support;

namespace ProofSaga.Hosting.Tests.Shutdown;

/// <summary>One setting says how long a process may take to stop, to everyone who must know.</summary>
sealed class ShutdownOptionsTests
{
    Installation installation = null!;

    [SetUp]
    public void CreateInstallation() => installation = new Installation();

    [TearDown]
    public void RemoveInstallation() => installation.Dispose();

    [Test]
    public async Task Bus_and_host_wait_for_the_grace_and_end_in_turn()
    {
        await using var app = installation.CreateBuilder("--Shutdown:Grace=00:01:00").Build();

        var bus = app.Services.GetRequiredService<IOptions<MassTransitHostOptions>>().Value;
        var host = app.Services.GetRequiredService<IOptions<HostOptions>>().Value;

        Assert.Multiple(() =>
        {
            Assert.That(bus.ConsumerStopTimeout, Is.EqualTo(TimeSpan.FromMinutes(1)));
            Assert.That(bus.StopTimeout, Is.GreaterThan(bus.ConsumerStopTimeout!.Value));
            Assert.That(host.ShutdownTimeout, Is.GreaterThan(bus.StopTimeout!.Value));
            Assert.That(host.ShutdownTimeout, Is.EqualTo(TimeSpan.FromSeconds(90)), "what the documents say");
        });
    }

    [TestCase("-00:00:01")]
    [TestCase("7.00:00:01")]
    public void A_grace_out_of_range_is_an_error_that_names_it(string grace)
    {
        var error = Assert.Catch<OptionsValidationException>(() =>
            installation.CreateBuilder($"--Shutdown:Grace={grace}").Build()
        );

        Assert.That(error.Message, Does.Contain(nameof(ShutdownOptions.Grace)));
    }
}
