using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ProofSaga.Circuits.Manifests;

namespace ProofSaga.Circuits.Catalog;

/// <summary>Loads every circuit of the circuits folder when it is made.</summary>
sealed partial class CircuitCatalog : ICircuitCatalog
{
    readonly Dictionary<string, CircuitManifest> byName = [];

    /// <summary>Loads the circuits.</summary>
    /// <exception cref="DirectoryNotFoundException">The circuits folder does not exist.</exception>
    public CircuitCatalog(IOptions<CircuitOptions> options, ILogger<CircuitCatalog> logger)
    {
        var broken = new List<BrokenCircuit>();
        foreach (var folder in FoldersOf(options.Value.CircuitsFolder))
        {
            var load = CircuitLoader.Load(folder);
            if (load.IsSound)
            {
                byName.Add(load.Manifest.Name, load.Manifest);
                continue;
            }

            broken.Add(new BrokenCircuit(folder, load.Problems));
            foreach (var problem in load.Problems)
                LogBroken(logger, Path.GetFileName(folder), problem);
        }

        Circuits = [.. byName.Values.OrderBy(circuit => circuit.Name, StringComparer.Ordinal)];
        Broken = broken;
    }

    public IReadOnlyList<CircuitManifest> Circuits { get; }

    public IReadOnlyList<BrokenCircuit> Broken { get; }

    public CircuitManifest? Find(string name) => byName.GetValueOrDefault(name);

    static IEnumerable<string> FoldersOf(string circuitsFolder) =>
        Directory
            .EnumerateDirectories(Path.GetFullPath(circuitsFolder))
            .Where(folder => File.Exists(Path.Combine(folder, CircuitLoader.ManifestFile)))
            .Order(StringComparer.Ordinal);

    [LoggerMessage(EventId = 2201, Level = LogLevel.Error, Message = "Circuit {Circuit} cannot be used: {Problem}")]
    static partial void LogBroken(ILogger logger, string circuit, string problem);
}
