using FsCheck;
using FsCheck.Fluent;

namespace ProofSaga.Orchestrator.Tests.Interleavings;

/// <summary>Random scripts of what happens to a proof after it is accepted; one that fails is cut down step by step.</summary>
static class Scripts
{
    static readonly (int Weight, StepKind Kind)[] Weights =
    [
        (3, StepKind.Begin),
        (8, StepKind.Succeed),
        (7, StepKind.FailForNow),
        (3, StepKind.FailForGood),
        (3, StepKind.DeliverAgain),
        (1, StepKind.AcceptAgain),
        (2, StepKind.Resume),
        (1, StepKind.Cancel),
        (1, StepKind.PrepareTransaction),
        (3, StepKind.ReplayFromGenerate),
        (2, StepKind.ReplayFromVerify),
        (2, StepKind.ReplayFromPublish),
    ];

    public static Arbitrary<Step[]> Arbitrary { get; } = Arb.From(Gen.ArrayOf(Steps()), Shorter);

    static Gen<Step> Steps() =>
        from kind in Gen.Frequency([.. Weights.Select(kind => (kind.Weight, Gen.Constant(kind.Kind)))])
        // most of the time the last one
        from back in Gen.Frequency((4, Gen.Constant(0)), (2, Gen.Choose(1, 9)))
        select new Step(kind, back);

    static IEnumerable<Step[]> Shorter(Step[] script)
    {
        for (var length = script.Length / 2; length > 0; length /= 2)
        for (var start = 0; start + length <= script.Length; start += length)
            yield return [.. script[..start], .. script[(start + length)..]];
    }
}
