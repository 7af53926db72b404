using System.Text.RegularExpressions;
using ProofSaga.SystemTests.Support;
using ProofSaga.Testing.Chain;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.SystemTests.Demo;

public partial class When_the_demo_runs
{
    [OneTimeSetUp]
    public Task Prepare() => ChainToolchain.EnsureAsync();

    [Test]
    public async Task It_shows_four_proofs_from_queued_to_published_and_leaves_nothing_behind()
    {
        await using var demo = new DemoProcess();

        Assert.That(await demo.Program.WaitForExitAsync(), Is.Zero);

        var output = demo.Program.Output;
        using (Assert.EnterMultipleScope())
        {
            foreach (var progress in (string[])["  0 %", "  33 %", "  66 %", "  100 %"])
                Assert.That(output, Does.Contain(progress));
            foreach (var status in (string[])["queued", "generating", "publishing", "completed"])
                Assert.That(output, Does.Match($@"(?m)^\d\d:\d\d:\d\d\.\d+ .* {status} "));

            var rows = ResultRow().Matches(output);
            Assert.That(rows.Select(row => row.Groups["id"].Value).Distinct().Count(), Is.EqualTo(4));
            Assert.That(rows.Count(row => row.Groups["system"].Value == "groth16"), Is.EqualTo(3));
            Assert.That(output, Does.Contain("4 of 4 proofs are published, read back from the chain."));

            Assert.That(demo.Program.LivingDescendants, Is.Empty);
            Assert.That(demo.DataFolders, Is.Empty);
        }
    }

    [TestCase("TERM")]
    [TestCase("INT")]
    public async Task A_signal_in_the_middle_ends_all_of_it(string signal)
    {
        await using var demo = new DemoProcess();
        await demo.Program.WaitForOutputAsync("generating");
        Assert.That(demo.Program.LivingDescendants.Select(process => process.Name), Does.Contain("anvil"));

        await demo.Program.SignalAsync(signal);

        Assert.That(await demo.Program.WaitForExitAsync(), Is.Not.Zero);
        await Eventually.HoldsAsync(
            () => demo.Program.LivingDescendants.Count == 0,
            "host, chain and provers have ended"
        );
        Assert.That(demo.DataFolders, Is.Empty);
    }

    [GeneratedRegex(
        @"^\s*(?<id>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\s+preimage\s+(?<system>\w+)\s+completed\s.*\s(?<transaction>0x[0-9a-f]{64})\s.*\spublished\s*$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex ResultRow();
}
