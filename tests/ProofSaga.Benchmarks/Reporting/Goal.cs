namespace ProofSaga.Benchmarks.Reporting;

/// <summary>A figure and what it should be.</summary>
/// <param name="Ratio">How much of the goal is reached: 1 or more when it is.</param>
public sealed record Goal(string Name, double Value, double Target, double Ratio)
{
    public bool IsReached => Ratio >= 1;

    public static Goal AtLeast(string name, double value, double target) => new(name, value, target, value / target);

    public static Goal AtMost(string name, double value, double target) => new(name, value, target, target / value);
}
