using System.ComponentModel.DataAnnotations;

namespace ProofSaga.DeadLetters.SetAside;

/// <summary>What is done with the messages of error and skipped queues.</summary>
public sealed class SetAsideOptions
{
    public const string Section = "SetAside";

    /// <summary>The largest body that is kept, bytes; of a larger message the letter says so, and it cannot be replayed.</summary>
    /// <value>Default 16 MiB. From 0 to 64 MiB: one body at a time is held in memory, several times over.</value>
    [Range(0, 64 * 1024 * 1024)]
    public int MaxBodyBytes { get; set; } = 16 * 1024 * 1024;

    /// <summary>How long after all queues were found empty they are looked at again. 10 ms to 1 minute.</summary>
    /// <value>Default: 1 second.</value>
    [Range(typeof(TimeSpan), "00:00:00.01", "00:01:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long a message is left alone that the database, though it answers, does not take; the others go on meanwhile.
    /// 1 second to 1 hour.
    /// </summary>
    /// <value>Default: 5 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan RetryInterval { get; set; } = TimeSpan.FromMinutes(5);
}
