using System.Globalization;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace ProofSaga.Orchestrator.Tests.Interleavings;

/// <summary>
/// Answers that are lost, late, doubled or out of order, crashes, cancels and replays, in random interleavings: the invariants
/// hold in all of them, and every proof ends.
/// </summary>
/// <remarks>
/// A failure names a seed: the environment variable <c>PROOFSAGA_SEED</c> repeats it. <c>PROOFSAGA_CASES</c> sets how many
/// scripts are tried.
/// </remarks>
public class InterleavingTests
{
    /// <summary>A script has this many steps at most: more from case to case.</summary>
    const int ShortestScript = 6;

    const int LongestScript = 40;

    static readonly RetrySchedules Schedules = new()
    {
        Generate = new TimeSpan[2],
        Verify = new TimeSpan[1],
        Publish = new TimeSpan[2],
    };

    [Test]
    public async Task Whatever_happens_a_proof_ends_once_and_is_not_generated_again()
    {
        var seed = Setting("PROOFSAGA_SEED") ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
        var cases = (int)(Setting("PROOFSAGA_CASES") ?? 200);
        await TestContext.Out.WriteLineAsync($"PROOFSAGA_SEED={seed}, {cases} scripts");
        await using var saga = await SagaFixture.StartAsync(Schedules);
        var output = SagaOutput.Of(saga.Harness.Bus);
        var property = Prop.ForAll(
            Scripts.Arbitrary,
            async script =>
            {
                await saga.NextProofAsync();
                await new SimulatedProof(saga, output, Schedules).RunAsync(script);
            }
        );

        // FsCheck waits for the answers of the bus: on a thread of its own
        await Task.Run(() =>
            Check.One(
                Config
                    .QuickThrowOnFailure.WithMaxTest(cases)
                    .WithStartSize(ShortestScript)
                    .WithEndSize(LongestScript)
                    .WithReplay(new Replay(new Rnd(seed, 1), FSharpOption<int>.None)),
                property
            )
        );
    }

    static ulong? Setting(string name) =>
        ulong.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
