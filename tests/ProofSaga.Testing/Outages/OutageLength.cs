namespace ProofSaga.Testing.Outages;

/// <summary>How long the servers of a test stay away.</summary>
public static class OutageLength
{
    /// <summary>The environment variable that makes outages as long as people fear them: <c>1</c>.</summary>
    public const string EnvironmentName = "PROOFSAGA_LONG_TESTS";

    /// <summary>Eight seconds; 65 when <c>PROOFSAGA_LONG_TESTS</c> is 1.</summary>
    public static TimeSpan Value { get; } =
        TimeSpan.FromSeconds(Environment.GetEnvironmentVariable(EnvironmentName) == "1" ? 65 : 8);
}
