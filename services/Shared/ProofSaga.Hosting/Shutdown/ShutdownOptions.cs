using System.ComponentModel.DataAnnotations;

namespace ProofSaga.Hosting.Shutdown;

/// <summary>How a process ends that gets SIGTERM or SIGINT, section <c>Shutdown</c>. It takes nothing new from then on.</summary>
public sealed class ShutdownOptions
{
    public const string Section = "Shutdown";

    /// <summary>HTTP requests in flight are the first to end; one that takes longer is cut off.</summary>
    internal static readonly TimeSpan RequestPatience = TimeSpan.FromSeconds(10);

    /// <summary>What giving back takes: to kill a prover's process, to roll back, to close connections.</summary>
    static readonly TimeSpan GivingBack = TimeSpan.FromSeconds(15);

    /// <summary>For everything else.</summary>
    static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long the work that runs may go on (<c>SHUTDOWN_GRACE</c>). What is not done by then goes back to its queue, where
    /// another process, or the next start, takes it up. A second signal ends it at once. 0 to 7 days; 0: everything goes
    /// back at once. The platform must wait half a minute longer before it kills.
    /// </summary>
    /// <value>
    /// Default: 10 minutes and 30 seconds, the time-out of one attempt at a proof and what it takes to store and tell of it.
    /// </value>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan Grace { get; set; } = new(hours: 0, minutes: 10, seconds: 30);

    /// <summary>The bus gives up waiting for its consumers.</summary>
    internal TimeSpan BusTimeout => Grace + GivingBack;

    /// <summary>The process ends, whatever goes on.</summary>
    public TimeSpan HostTimeout => RequestPatience + BusTimeout + Rest;
}
