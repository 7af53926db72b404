using System.ComponentModel.DataAnnotations;
using ProofSaga.Prover.TimeLimits;

namespace ProofSaga.Prover;

/// <summary>How proofs are made and checked.</summary>
public sealed class ProverOptions
{
    /// <summary>The folder of the prover host, which holds <c>main.mjs</c>; beside it or above it lies <c>node_modules</c>.</summary>
    /// <value>No default.</value>
    [Required]
    public string ProverHostFolder { get; set; } = "";

    /// <summary>The Node executable (20 or later): a path, or a name that is looked up in <c>PATH</c>.</summary>
    /// <value>Default: <c>node</c>.</value>
    [Required]
    public string NodeExecutable { get; set; } = "node";

    /// <summary>How many proofs are made at the same time, each in a process of its own. 1 to 64.</summary>
    /// <value>Default: 1, since one proof already uses every core unless <see cref="SingleThread"/> is set.</value>
    [Range(1, 64)]
    public int ProvingProcesses { get; set; } = 1;

    /// <summary>How many proofs are checked at the same time, in processes of their own: no check waits for a proof. 1 to 64.</summary>
    /// <value>Default: 1.</value>
    [Range(1, 64)]
    public int VerifyingProcesses { get; set; } = 1;

    /// <summary>
    /// How many orders of proof systems that are done at once (<c>commitment</c>) are worked on at the same time, for
    /// generating and for verifying each. They use no process of their own and wait for the database, not for a core.
    /// 1 to 256.
    /// </summary>
    /// <value>Default: 16.</value>
    [Range(1, 256)]
    public int InstantProofs { get; set; } = 16;

    /// <summary>Does each process use one core only? Better when <see cref="ProvingProcesses"/> is about the number of cores.</summary>
    /// <value>Default: <see langword="false"/>.</value>
    public bool SingleThread { get; set; }

    /// <summary>A process is replaced after this many jobs. 1 to 1 000 000.</summary>
    /// <value>Default: 500.</value>
    [Range(1, 1_000_000)]
    public int MaxJobsPerProcess { get; set; } = 500;

    /// <summary>A process whose resident memory is above this after a job is replaced. Mebibytes, 64 to 1 048 576.</summary>
    /// <value>Default: 1536, for a container of 2 GiB.</value>
    [Range(64, 1024 * 1024)]
    public int MaxProcessMemoryMebibytes { get; set; } = 1536;

    /// <summary>How long a process may take until it answers for the first time. 1 second to 10 minutes.</summary>
    /// <value>Default: 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Limit of one attempt at a proof where neither <see cref="Circuits"/> nor the circuit's manifest sets one. 1 second to
    /// 7 days.
    /// </summary>
    /// <value>Default: 10 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan ProveTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Limit of one check of a proof where <see cref="Circuits"/> sets none. 1 second to 1 hour.</summary>
    /// <value>Default: 30 seconds.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan VerifyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long a finished proof waits for an artifact store that fails, before its attempt fails and the proof is lost. Zero
    /// to 1 hour; zero: it is tried once.
    /// </summary>
    /// <value>Default: 5 minutes.</value>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan StoreTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Limits of single circuits by the circuit's name: before those of its manifest and those above.</summary>
    /// <value>Default: none.</value>
    public IDictionary<string, CircuitTimeLimits> Circuits { get; } =
        new Dictionary<string, CircuitTimeLimits>(StringComparer.OrdinalIgnoreCase);
}
