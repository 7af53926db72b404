using ProofSaga.Persistence.DeadLetters;

namespace ProofSaga.Intake.DeadLetters;

/// <summary>What a replay of a message that was set aside would do and cost.</summary>
static class ReturnPlan
{
    public static ReplayPlan Of(DeadLetter letter, SetAsideView? message) =>
        new(Stage: null, EffectOf(letter), WhyNotOf(letter, message));

    static string EffectOf(DeadLetter letter) =>
        $"puts the message back into queue {letter.Queue}, as it was; {CostOf(letter)}; if it fails again, that is another letter";

    static string CostOf(DeadLetter letter) =>
        letter.Stage switch
        {
            "generate" => "if its order still stands, the proof is generated",
            "publish" => "if its order still stands, gas is spent unless the proof is on chain already",
            DeadLetter.Intake => "if it is a good submission by then, it is proved and published like any other",
            _ => "nothing is proved or published for it alone",
        };

    static string? WhyNotOf(DeadLetter letter, SetAsideView? message) =>
        letter.Resolution switch
        {
            DeadLetterResolution.Discarded => "the letter was discarded",
            DeadLetterResolution.Replayed => "the message went back into its queue before",
            _ when message?.WhyNotKept is { } why => $"the message is not kept: {why}",
            _ when message is not { BodyIsKept: true } => "the message is not kept",
            _ => null,
        };
}
