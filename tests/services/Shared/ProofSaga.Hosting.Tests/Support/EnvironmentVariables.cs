namespace ProofSaga.Hosting.Tests.Support;

/// <summary>Sets variables of this process until it is disposed.</summary>
sealed class EnvironmentVariables : IDisposable
{
    readonly Dictionary<string, string?> before = new(StringComparer.Ordinal);

    public EnvironmentVariables(params IReadOnlyCollection<(string Name, string Value)> variables)
    {
        foreach (var (name, value) in variables)
        {
            before[name] = Environment.GetEnvironmentVariable(name);
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    public void Dispose()
    {
        foreach (var (name, value) in before)
            Environment.SetEnvironmentVariable(name, value);
    }
}
