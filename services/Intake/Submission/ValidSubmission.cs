using ProofSaga.Circuits.Inputs;
using ProofSaga.Circuits.Manifests;
using ProofSaga.Contracts.Submission;

namespace ProofSaga.Intake.Submission;

/// <summary>A submission that passed every check, with what it left open decided.</summary>
sealed record ValidSubmission(
    SubmitProof Submission,
    CircuitManifest Circuit,
    string ProofSystem,
    bool Publish,
    CanonicalInputs Inputs
)
{
    /// <summary>The submission holds the inputs, which no log may show.</summary>
    public override string ToString() => $"proof {Submission.ProofId} of {Circuit.Name}";
}
