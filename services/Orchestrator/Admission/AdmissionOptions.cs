using System.ComponentModel.DataAnnotations;
using ProofSaga.Contracts.Submission;

namespace ProofSaga.Orchestrator.Admission;

/// <summary>In which order proofs that wait are generated.</summary>
public sealed class AdmissionOptions
{
    public const string Section = "Admission";

    const int MostWeight = 1000;

    /// <summary>Share of proofs of high priority while other priorities wait as well, against the other weights. 1 to 1000.</summary>
    /// <value>Default: 6.</value>
    [Range(1, MostWeight)]
    public int HighWeight { get; set; } = 6;

    /// <summary>The same for normal priority. 1 to 1000.</summary>
    /// <value>Default: 3.</value>
    [Range(1, MostWeight)]
    public int NormalWeight { get; set; } = 3;

    /// <summary>The same for low priority. 1 to 1000.</summary>
    /// <value>Default: 1.</value>
    [Range(1, MostWeight)]
    public int LowWeight { get; set; } = 1;

    /// <summary>
    /// Proofs of one client that are with the workers at once, at most; its others wait, and are in nobody's way.
    /// 1 to 1 000 000.
    /// </summary>
    /// <value>Default: 1000.</value>
    [Range(1, 1_000_000)]
    public int MaxProofsPerClient { get; set; } = 1000;

    internal int WeightOf(ProofPriority priority) =>
        priority switch
        {
            ProofPriority.High => HighWeight,
            ProofPriority.Normal => NormalWeight,
            ProofPriority.Low => LowWeight,
            _ => throw new ArgumentOutOfRangeException(nameof(priority), priority, "unknown priority"),
        };
}
