using ProofSaga.Contracts;

namespace ProofSaga.Orchestrator;

/// <summary>How long each stage waits before it tries again after a transient failure. Durable: kept in the outbox.</summary>
/// <remarks>
/// What a circuit does not say of a stage, all circuits say; what they do not say is the default. An empty list means no
/// retries.
/// </remarks>
public sealed class RetrySchedules : RetryDelays
{
    public const string Section = "Retries";

    /// <summary>The most by which a delay is lengthened, as a share of it.</summary>
    public const double MostJitter = 0.2;

    static readonly RetryDelays Default = new()
    {
        Generate = [TimeSpan.Zero, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5)],
        Verify = [TimeSpan.Zero, TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2)],
        Publish = [TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(240)],
    };

    /// <value>By the circuit's name, in any case. Default: none.</value>
    public IDictionary<string, RetryDelays> Circuits { get; } =
        new Dictionary<string, RetryDelays>(StringComparer.OrdinalIgnoreCase);

    /// <summary>The delays before the retries of a stage, in their order.</summary>
    public IReadOnlyList<TimeSpan> Of(ProofStage stage, string circuit) =>
        Circuits.TryGetValue(circuit, out var ofCircuit) && ofCircuit[stage] is { } own
            ? own
            : this[stage] ?? Default[stage]!;

    /// <summary>The most retries that any stage of any circuit has.</summary>
    internal int MostRetries =>
        Enum.GetValues<ProofStage>()
            .SelectMany(stage => Circuits.Keys.Append("").Select(circuit => Of(stage, circuit).Count))
            .Max();

    /// <summary>
    /// How long the stage waits after its attempt of that number, counted from the last replay, failed. All but a retry at
    /// once wait up to <see cref="MostJitter"/> longer than they must, so that what failed together is not tried again
    /// together.
    /// </summary>
    public TimeSpan DelayAfter(ProofStage stage, string circuit, int attempt, Random random) =>
        Of(stage, circuit)[attempt - 1] * (1 + (random.NextDouble() * MostJitter));
}
