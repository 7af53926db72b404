using ProofSaga.Contracts;

namespace ProofSaga.Orchestrator;

/// <summary>How long each stage waits before it tries again after a transient failure. Durable: kept in the outbox.</summary>
public sealed class RetrySchedules
{
    public const string Section = "Retries";

    static readonly TimeSpan LongestDelay = TimeSpan.FromDays(7);

    static readonly TimeSpan[] DefaultGenerate = [TimeSpan.Zero, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)];
    static readonly TimeSpan[] DefaultVerify = [TimeSpan.Zero, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2)];
    static readonly TimeSpan[] DefaultPublish =
    [
        TimeSpan.FromSeconds(60),
        TimeSpan.FromSeconds(120),
        TimeSpan.FromSeconds(240),
    ];

    /// <value>One delay for each retry, 0 to 7 days. Default: at once, after 1 min, after 5 min.</value>
    public TimeSpan[]? Generate { get; set; }

    /// <value>One delay for each retry, 0 to 7 days. Default: at once, after 30 s, after 2 min.</value>
    public TimeSpan[]? Verify { get; set; }

    /// <value>
    /// One delay for each retry, 0 to 7 days. Default: after 60 s, 120 s, 240 s. Each is lengthened by up to a fifth at
    /// random, so that what failed together is not sent again together.
    /// </value>
    public TimeSpan[]? Publish { get; set; }

    /// <summary>The delays before the retries of a stage, in their order.</summary>
    public IReadOnlyList<TimeSpan> Of(ProofStage stage) =>
        stage switch
        {
            ProofStage.Generate => Generate ?? DefaultGenerate,
            ProofStage.Verify => Verify ?? DefaultVerify,
            ProofStage.Publish => Publish ?? DefaultPublish,
            _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "unknown stage"),
        };

    /// <summary>The most retries that any stage has.</summary>
    internal int MostRetries => Enum.GetValues<ProofStage>().Max(stage => Of(stage).Count);

    /// <summary>How long the stage waits after its attempt of that number, counted from the last replay, failed.</summary>
    public TimeSpan DelayAfter(ProofStage stage, int attempt)
    {
        var delay = Of(stage)[attempt - 1];
        return stage == ProofStage.Publish ? delay * (1 + (Random.Shared.NextDouble() / 5)) : delay;
    }

    internal bool IsValid() =>
        Enum.GetValues<ProofStage>().SelectMany(Of).All(delay => delay >= TimeSpan.Zero && delay <= LongestDelay);
}
