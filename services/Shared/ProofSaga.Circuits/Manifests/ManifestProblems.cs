namespace ProofSaga.Circuits.Manifests;

/// <summary>Gathers everything that is wrong with one circuit, each sentence naming file and key.</summary>
sealed class ManifestProblems
{
    readonly List<string> problems = [];

    public IReadOnlyList<string> All => problems;

    public void Add(string file, string? key, string problem) =>
        problems.Add(key is null ? $"{file}: {problem}" : $"{file}: {key}: {problem}");
}
