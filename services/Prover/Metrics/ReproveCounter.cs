using System.Diagnostics.Metrics;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Prover.Metrics;

/// <summary>
/// Counts proofs that were generated again although one was stored: <c>reproves_total</c> of the meter <c>ProofSaga.Prover</c>,
/// which stays 0. Two attempts that began before either had stored its proof are no such thing, only bad luck.
/// </summary>
public sealed class ReproveCounter
{
    public const string MeterName = "ProofSaga.Prover";

    public const string Name = "reproves_total";

    readonly ILogger<ReproveCounter> logger;
    readonly Counter<long> reproves;

    public ReproveCounter(IMeterFactory meters, ILogger<ReproveCounter> logger)
    {
        this.logger = logger;
        reproves = meters
            .Create(MeterName)
            .CreateCounter<long>(Name, "{proof}", "Proofs that were generated again after a valid one was stored.");
    }

    /// <summary>A generation has made a proof.</summary>
    /// <param name="work">
    /// The proof's row as it was when the generation began. Whether another proof is there now says nothing: it may have been
    /// stored in the meantime.
    /// </param>
    /// <param name="attempt">The generation's.</param>
    public void NoteGenerated(ProofWork work, int attempt)
    {
        if (work.ArtifactSha256 is null)
            return;

        logger.GeneratedAgain(work.ProofId, attempt);
        reproves.Add(1, new("circuit", work.Circuit), new("proof_system", work.ProofSystem));
    }
}
