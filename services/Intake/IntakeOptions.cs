using System.ComponentModel.DataAnnotations;

namespace ProofSaga.Intake;

public sealed class IntakeOptions
{
    public const string Section = "Intake";

    /// <summary>The largest body of a request, bytes; a larger one is answered with 413.</summary>
    /// <value>Default 1 MiB. From 1 KiB to 64 MiB: a body is held in memory while it is checked.</value>
    [Range(1024, 64 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// How many proofs may be queued, accepted and not begun, before submissions over HTTP are answered with 429 and those on
    /// the broker left there. 0 to 10 000 000; 0 means no limit.
    /// </summary>
    /// <value>Default: 100 000.</value>
    [Range(0, 10_000_000)]
    public int MaxQueuedProofs { get; set; } = 100_000;

    /// <summary>How long a call to cancel waits for its answer; then it is answered with 503. 100 ms to 1 minute.</summary>
    /// <value>Default: 10 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan CancelTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
