using ProofSaga.Contracts;

namespace ProofSaga.Orchestrator;

/// <summary>One delay for each retry of a stage, 0 to 7 days; none: no retries; null: said elsewhere.</summary>
public class RetryDelays
{
    /// <value>Default: at once, after 1 min, after 5 min.</value>
    public TimeSpan[]? Generate { get; set; }

    /// <value>Default: at once, after 30 s, after 2 min.</value>
    public TimeSpan[]? Verify { get; set; }

    /// <value>Default: after 60 s, 120 s, 240 s.</value>
    public TimeSpan[]? Publish { get; set; }

    internal TimeSpan[]? this[ProofStage stage]
    {
        get =>
            stage switch
            {
                ProofStage.Generate => Generate,
                ProofStage.Verify => Verify,
                ProofStage.Publish => Publish,
                _ => throw new ArgumentOutOfRangeException(nameof(stage), stage, "unknown stage"),
            };
        set
        {
            switch (stage)
            {
                case ProofStage.Generate:
                    Generate = value;
                    break;
                case ProofStage.Verify:
                    Verify = value;
                    break;
                case ProofStage.Publish:
                    Publish = value;
                    break;
            }
        }
    }
}
