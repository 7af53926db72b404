namespace ProofSaga.Benchmarks.Measuring;

/// <summary>Milliseconds from the submission's publication to the arrival of <c>ProofCompleted</c>.</summary>
public sealed record Latencies(int Count, double P50, double P99, double Worst)
{
    public static Latencies Of(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Select(time => time.TotalMilliseconds).Order().ToArray();
        return new(sorted.Length, At(0.5), At(0.99), sorted[^1]);

        double At(double share) => sorted[(int)Math.Ceiling(share * sorted.Length) - 1];
    }
}
