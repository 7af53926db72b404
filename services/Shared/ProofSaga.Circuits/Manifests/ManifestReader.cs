using System.Text.Json;
using System.Text.RegularExpressions;

namespace ProofSaga.Circuits.Manifests;

/// <summary>Turns a manifest's JSON into a <see cref="CircuitManifest"/>, noting every problem on the way.</summary>
sealed partial class ManifestReader(string folder, ManifestProblems problems)
{
    /// <summary>A week: longer is a mistake in the unit.</summary>
    const int MaxTimeoutSeconds = 7 * 24 * 3600;

    /// <summary>Far more than any circuit has; keeps products of dimensions from overflowing.</summary>
    const int MaxDimension = 1 << 20;

    const int MaxElements = 1 << 24;

    /// <summary>Reads the manifest; <see langword="null"/> when so much is wrong that nothing can be said of the artifacts.</summary>
    public CircuitManifest? Read(JsonElement json)
    {
        var root = new ManifestSection(json, path: "", CircuitLoader.ManifestFile, problems);
        root.Allow(
            "name",
            "version",
            "description",
            "inputs",
            "public_signals",
            "nullifier",
            "proof_systems",
            "ceremony"
        );

        var name = root.String("name");
        var version = root.Integer("version", minimum: 1, int.MaxValue);
        var description = root.String("description");
        var ceremony = root.OptionalString("ceremony");
        var inputs = root.Sections("inputs").Select(ReadInput).OfType<CircuitInput>().ToList();
        var publicSignals = ReadPublicSignals(root);
        var proofSystems = root.Sections("proof_systems").Select(ReadProofSystem).OfType<CircuitProofSystem>().ToList();
        var nullifier = root.OptionalString("nullifier");
        if (name is null || version is null || description is null)
            return null;

        var manifest = new CircuitManifest
        {
            Name = name,
            Version = version.Value,
            Description = description,
            Inputs = inputs,
            PublicSignals = publicSignals,
            Nullifier = nullifier,
            ProofSystems = proofSystems,
            Ceremony = ceremony,
        };
        CheckWhole(manifest, root);
        return manifest;
    }

    static CircuitInput? ReadInput(ManifestSection section)
    {
        section.Allow("name", "shape", "visibility");
        var name = section.String("name");
        if (name is not null && !SignalName.IsValid(name))
            section.Problem("name", "is not a signal name");

        var shape = ReadShape(section);
        SignalVisibility? visibility = section.String("visibility") switch
        {
            "private" => SignalVisibility.Private,
            "public" => SignalVisibility.Public,
            _ => null,
        };
        if (visibility is null)
            section.Problem("visibility", "must be 'private' or 'public'");

        return name is null || visibility is null ? null : new CircuitInput(name, shape, visibility.Value);
    }

    static List<int> ReadShape(ManifestSection section)
    {
        var shape = new List<int>();
        var elements = 1L;
        foreach (var (_, json) in section.Array("shape"))
        {
            if (
                json.ValueKind != JsonValueKind.Number
                || !json.TryGetInt32(out var dimension)
                || dimension is < 1 or > MaxDimension
                || (elements *= dimension) > MaxElements
            )
            {
                section.Problem(
                    "shape",
                    $"must be dimensions of at least 1 with at most {MaxElements} elements in all"
                );
                return [];
            }

            shape.Add(dimension);
        }

        return shape;
    }

    List<string> ReadPublicSignals(ManifestSection root)
    {
        var signals = new List<string>();
        foreach (var (key, json) in root.Array("public_signals"))
        {
            var signal = json.ValueKind == JsonValueKind.String ? json.GetString()! : "";
            if (!PublicSignal().IsMatch(signal))
                problems.Add(
                    CircuitLoader.ManifestFile,
                    key,
                    "must be a signal name, or name[0] for an array's element"
                );
            else if (signals.Contains(signal))
                problems.Add(CircuitLoader.ManifestFile, key, $"'{signal}' is named twice");
            else
                signals.Add(signal);
        }

        return signals;
    }

    CircuitProofSystem? ReadProofSystem(ManifestSection section)
    {
        section.Allow("name", "artifacts", "timeout_seconds");
        var name = section.String("name");
        var timeoutSeconds = section.OptionalInteger("timeout_seconds", minimum: 1, MaxTimeoutSeconds);
        var artifacts = section
            .OptionalMembers("artifacts")
            .Select(member => (member.Name, Artifact: ReadArtifact(member.Section)))
            .Where(member => member.Artifact is not null)
            .ToDictionary(member => member.Name, member => member.Artifact!);

        return name is null
            ? null
            : new CircuitProofSystem(
                name,
                artifacts,
                timeoutSeconds is null ? null : TimeSpan.FromSeconds(timeoutSeconds.Value)
            );
    }

    CircuitArtifact? ReadArtifact(ManifestSection section)
    {
        section.Allow("path", "sha256");
        var path = section.String("path");
        var sha256 = section.String("sha256");
        if (sha256 is not null && !Sha256().IsMatch(sha256))
            section.Problem("sha256", "must be 64 lower-case hexadecimal digits");
        if (path is null || sha256 is null)
            return null;

        var full = Path.GetFullPath(path, folder);
        if (full.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            return new CircuitArtifact(full, sha256);

        section.Problem("path", "must lie inside the circuit's folder");
        return null;
    }

    void CheckWhole(CircuitManifest manifest, ManifestSection root)
    {
        if (!CircuitName().IsMatch(manifest.Name) || manifest.Name != Path.GetFileName(folder))
            root.Problem("name", "must be the folder's name: lower-case letters, digits and hyphens, at most 64");
        if (manifest.Inputs.Count == 0)
            root.Problem("inputs", "must hold at least one input");
        if (manifest.ProofSystems.Count == 0)
            root.Problem("proof_systems", "must hold at least one proof system");
        foreach (var name in Repeated(manifest.Inputs.Select(input => input.Name)))
            root.Problem("inputs", $"'{name}' is named twice");
        foreach (var name in Repeated(manifest.ProofSystems.Select(system => system.Name)))
            root.Problem("proof_systems", $"'{name}' is named twice");
        foreach (var signal in manifest.PublicInputSignals().Except(manifest.PublicSignals))
            root.Problem("public_signals", $"the public input '{signal}' is missing");
        if (manifest.Nullifier is not null && !manifest.PublicSignals.Contains(manifest.Nullifier))
            root.Problem("nullifier", "must be one of the public signals");
    }

    static IEnumerable<string> Repeated(IEnumerable<string> names) =>
        names.GroupBy(name => name).Where(group => group.Count() > 1).Select(group => group.Key);

    [GeneratedRegex(@"^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex CircuitName();

    [GeneratedRegex(@"^[$_]*[A-Za-z][A-Za-z0-9_$]*(?:\[[0-9]{1,8}\])*\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex PublicSignal();

    [GeneratedRegex(@"^[0-9a-f]{64}\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Sha256();
}
