namespace ProofSaga.Prover.TimeLimits;

/// <summary>What the configuration says of one circuit, before its manifest and the defaults.</summary>
public sealed class CircuitTimeLimits
{
    public static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan LongestProve = TimeSpan.FromDays(7);
    public static readonly TimeSpan LongestVerify = TimeSpan.FromHours(1);

    /// <summary>Limit of one attempt at a proof of the circuit. 1 second to 7 days.</summary>
    /// <value>Default: the manifest's, else <see cref="ProverOptions.ProveTimeout"/>.</value>
    public TimeSpan? ProveTimeout { get; set; }

    /// <summary>Limit of one check of a proof of the circuit. 1 second to 1 hour.</summary>
    /// <value>Default: <see cref="ProverOptions.VerifyTimeout"/>.</value>
    public TimeSpan? VerifyTimeout { get; set; }
}
