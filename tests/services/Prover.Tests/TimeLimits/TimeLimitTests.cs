using Microsoft.Extensions.Options;
using ProofSaga.Circuits.Manifests;
using ProofSaga.Contracts;
using ProofSaga.Prover.TimeLimits;

namespace ProofSaga.Prover.Tests.TimeLimits;

/// <summary>The configuration of the circuit goes before its manifest, and that before the default of all.</summary>
public class TimeLimitTests
{
    static readonly TimeSpan Configured = TimeSpan.FromMinutes(3);
    static readonly TimeSpan OfTheManifest = TimeSpan.FromMinutes(5);
    static readonly TimeSpan Default = TimeSpan.FromMinutes(7);

    [TestCase(true, true, "00:03:00")]
    [TestCase(true, false, "00:03:00")]
    [TestCase(false, true, "00:05:00")]
    [TestCase(false, false, "00:07:00")]
    public async Task A_proof_has_the_limit_of(bool configured, bool inManifest, string expected)
    {
        await using var prover = ProverUnderTest.WithMisbehavingHost(options =>
        {
            options.ProveTimeout = Default;
            options.Circuits["preimage"] = new CircuitTimeLimits { ProveTimeout = configured ? Configured : null };
        });
        var system = SystemOf(prover) with { Timeout = inManifest ? OfTheManifest : null };

        Assert.That(prover.Limits.OfProving(prover.Circuit, system), Is.EqualTo(Limit(expected)));
    }

    [TestCase(true, "00:03:00")]
    [TestCase(false, "00:07:00")]
    public async Task A_check_has_the_limit_of(bool configured, string expected)
    {
        await using var prover = ProverUnderTest.WithMisbehavingHost(options =>
        {
            options.VerifyTimeout = Default;
            options.Circuits["preimage"] = new CircuitTimeLimits { VerifyTimeout = configured ? Configured : null };
        });

        Assert.That(prover.Limits.OfVerifying(prover.Circuit), Is.EqualTo(Limit(expected)));
    }

    [Test]
    public async Task Every_limit_in_force_names_the_setting_that_it_comes_from()
    {
        await using var prover = ProverUnderTest.WithMisbehavingHost(options =>
        {
            options.VerifyTimeout = Default;
            options.Circuits["preimage"] = new CircuitTimeLimits { ProveTimeout = TimeSpan.FromHours(5) };
        });

        Assert.That(
            prover.Limits.All(),
            Is.SupersetOf([
                new AttemptTimeLimit(
                    ProofStage.Generate,
                    "Prover:Circuits:preimage:ProveTimeout",
                    TimeSpan.FromHours(5)
                ),
                new AttemptTimeLimit(ProofStage.Verify, "Prover:VerifyTimeout", Default),
            ])
        );
    }

    [Test]
    public async Task All_that_is_wrong_is_said_at_once_with_key_and_value()
    {
        await using var prover = ProverUnderTest.WithMisbehavingHost(options =>
        {
            options.StoreTimeout = TimeSpan.FromHours(2);
            options.Circuits["preimage"] = new CircuitTimeLimits
            {
                ProveTimeout = TimeSpan.FromDays(8),
                VerifyTimeout = TimeSpan.Zero,
            };
            options.Circuits["preimgae"] = new CircuitTimeLimits();
        });

        var failure = Assert.Throws<OptionsValidationException>(() => prover.Limits.OfVerifying(prover.Circuit));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure.Message, Does.Contain(nameof(ProverOptions.StoreTimeout)));
            Assert.That(failure.Message, Does.Contain("Prover:Circuits:preimage:ProveTimeout is 8.00:00:00"));
            Assert.That(failure.Message, Does.Contain("Prover:Circuits:preimage:VerifyTimeout is 00:00:00"));
            Assert.That(failure.Message, Does.Contain("Prover:Circuits:preimgae: there is no such circuit"));
            Assert.That(failure.Message, Does.Match("there are .*preimage"));
        }
    }

    static CircuitProofSystem SystemOf(ProverUnderTest prover) => prover.Circuit.DefaultProofSystem;

    static TimeSpan Limit(string text) => TimeSpan.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
