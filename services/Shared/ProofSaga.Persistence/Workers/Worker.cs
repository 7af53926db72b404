namespace ProofSaga.Persistence.Workers;

/// <summary>A process that runs attempts, and when it last said that it is alive. All times are UTC.</summary>
public class Worker
{
    public const int LongestName = 100;

    /// <summary>One that has said nothing for so long is not counted on.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    public string Name { get; set; } = "";
    public DateTime StartedAt { get; set; }
    public DateTime SeenAt { get; set; }

    /// <summary>Proofs that it generates at once, in prover processes; 0 for a worker that generates none.</summary>
    public int ProverSlots { get; set; }

    /// <summary>Proofs of instant proof systems that it generates at once; 0 for a worker that generates none.</summary>
    public int InstantSlots { get; set; }
}
