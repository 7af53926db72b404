using ProofSaga.Contracts;
using ProofSaga.Persistence;
using ProofSaga.Persistence.DeadLetters;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Intake.DeadLetters;

/// <summary>What a replay of a dead letter from one stage would do and cost.</summary>
/// <param name="Stage">Null for a message, which goes back into its queue.</param>
/// <param name="WhyNot">Why it would do nothing; null when it would.</param>
sealed record ReplayPlan(ProofStage? Stage, string Effect, string? WhyNot)
{
    /// <summary>A plan from each stage, in their order.</summary>
    public static IReadOnlyList<ReplayPlan> All(DeadLetter letter, FailedProof? proof) =>
        [.. Enum.GetValues<ProofStage>().Select(stage => Of(letter, proof, stage))];

    /// <param name="proof">The letter's proof; null when none was accepted, or it is not kept any more.</param>
    public static ReplayPlan Of(DeadLetter letter, FailedProof? proof, ProofStage stage) =>
        new(stage, EffectOf(stage, proof), WhyNotOf(letter, proof, stage));

    static string EffectOf(ProofStage stage, FailedProof? proof) =>
        stage switch
        {
            ProofStage.Generate => proof?.GenerationTimeMs is { } ms
                ? $"drops the stored proof and proves again, which took {ms} ms the last time; then verifies and publishes"
                : "proves again; then verifies and publishes",
            ProofStage.Verify => "verifies the stored proof again, without proving; then publishes",
            _ =>
                "publishes the stored proof again, without proving or verifying: gas is spent unless it is on chain already",
        };

    static string? WhyNotOf(DeadLetter letter, FailedProof? proof, ProofStage stage)
    {
        if (letter.Resolution == DeadLetterResolution.Discarded)
            return "the letter was discarded";
        if (letter.Stage == DeadLetter.Intake)
            return "the submission was refused, and is not kept because its inputs are secret: submit it again, corrected";
        if (proof is null)
            return "the proof is not kept any more";
        if (proof.Status != ProofStatus.Failed)
            return $"the proof is {SnakeCase.Of(proof.Status)}";
        if (proof.FinishedAt != letter.FailedAt)
            return "the proof failed again since: replay that letter";

        return stage switch
        {
            ProofStage.Generate when proof.IsVerified => "a valid proof is stored, which is never generated again",
            ProofStage.Generate when !proof.HasInputs => "the inputs are erased",
            ProofStage.Verify when !proof.HasProof => "no proof is stored",
            ProofStage.Publish when !proof.IsVerified => "the stored proof is not verified",
            _ => null,
        };
    }
}
