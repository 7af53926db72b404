using System.Globalization;
using ProofSaga.Cli.Api;
using Spectre.Console;

namespace ProofSaga.Cli.Demo;

/// <summary>Shows proofs on their way: live bars in a terminal, one line per change elsewhere.</summary>
static class ProgressDisplay
{
    static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(40);

    /// <returns>Every proof in its terminal status, in the order of their ids.</returns>
    public static Task<IReadOnlyList<ProofView>> WatchAsync(
        IAnsiConsole console,
        ProofSagaClient client,
        IReadOnlyList<Guid> proofIds,
        CancellationToken cancellationToken
    ) =>
        console.Profile.Capabilities.Interactive
            ? WatchLiveAsync(console, client, proofIds, cancellationToken)
            : PollAsync(client, proofIds, proof => WriteLine(console, proof), cancellationToken);

    static Task<IReadOnlyList<ProofView>> WatchLiveAsync(
        IAnsiConsole console,
        ProofSagaClient client,
        IReadOnlyList<Guid> proofIds,
        CancellationToken cancellationToken
    ) =>
        console
            .Progress()
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new PercentageColumn(),
                new ElapsedTimeColumn()
            )
            .StartAsync(async progress =>
            {
                var bars = proofIds.ToDictionary(id => id, id => progress.AddTask($"{Short(id)} queued"));
                return await PollAsync(
                    client,
                    proofIds,
                    proof =>
                    {
                        var bar = bars[proof.ProofId];
                        bar.Description = Describe(proof);
                        bar.Value = proof.Progress;
                        if (proof.IsOver)
                            bar.StopTask();
                    },
                    cancellationToken
                );
            });

    static async Task<IReadOnlyList<ProofView>> PollAsync(
        ProofSagaClient client,
        IReadOnlyList<Guid> proofIds,
        Action<ProofView> onChange,
        CancellationToken cancellationToken
    )
    {
        var latest = new Dictionary<Guid, ProofView>();
        while (true)
        {
            foreach (var id in proofIds.Where(id => !latest.TryGetValue(id, out var known) || !known.IsOver))
            {
                var proof = await client.GetAsync(id, cancellationToken);
                if (!latest.TryGetValue(id, out var before) || before.Status != proof.Status)
                    onChange(proof);

                latest[id] = proof;
            }

            if (latest.Values.All(proof => proof.IsOver))
                return [.. proofIds.Select(id => latest[id])];

            await Task.Delay(PollInterval, cancellationToken);
        }
    }

    static void WriteLine(IAnsiConsole console, ProofView proof) =>
        console.WriteLine(
            $"{TimeProvider.System.GetLocalNow().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)}  {Describe(proof)}  {proof.Progress} %"
        );

    static string Describe(ProofView proof) =>
        $"{Short(proof.ProofId)}  {proof.Circuit, -9} {proof.ProofSystem, -11} {proof.Status, -10}";

    // The first half of a version 7 UUID is the time: proofs of one moment share it.
    static string Short(Guid id) => id.ToString()[^9..];
}
