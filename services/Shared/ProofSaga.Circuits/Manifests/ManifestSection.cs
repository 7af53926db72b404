using System.Text.Json;

namespace ProofSaga.Circuits.Manifests;

/// <summary>One JSON object of a manifest. Each read that fails notes a problem under the member's full key.</summary>
sealed class ManifestSection
{
    readonly JsonElement json;
    readonly string path;
    readonly string file;
    readonly ManifestProblems problems;

    public ManifestSection(JsonElement json, string path, string file, ManifestProblems problems)
    {
        (this.json, this.path, this.file, this.problems) = (json, path, file, problems);
        if (json.ValueKind != JsonValueKind.Object)
            problems.Add(file, path.Length == 0 ? null : path, "must be an object");
    }

    public string? String(string key)
    {
        if (!TryGet(key, out var value))
            return Fail<string>(key, "is missing");
        return value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : Fail<string>(key, "must be a string with at least one character");
    }

    /// <summary>A member that may be absent or null.</summary>
    public string? OptionalString(string key) => HasValue(key) ? String(key) : null;

    public int? Integer(string key, int minimum, int maximum)
    {
        if (!TryGet(key, out var value))
            return Fail<int?>(key, "is missing");
        return
            value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out var number)
            && number >= minimum
            && number <= maximum
            ? number
            : Fail<int?>(key, $"must be an integer from {minimum} to {maximum}");
    }

    public int? OptionalInteger(string key, int minimum, int maximum) =>
        HasValue(key) ? Integer(key, minimum, maximum) : null;

    /// <summary>The elements of an array with their keys; none when it is missing or no array, which is a problem.</summary>
    public IEnumerable<(string Key, JsonElement Json)> Array(string key)
    {
        if (TryGet(key, out var value) && value.ValueKind == JsonValueKind.Array)
            return value.EnumerateArray().Select((element, index) => ($"{KeyOf(key)}[{index}]", element));

        problems.Add(file, KeyOf(key), "must be an array");
        return [];
    }

    /// <summary>The objects of an array.</summary>
    public IEnumerable<ManifestSection> Sections(string key) =>
        Array(key).Select(element => new ManifestSection(element.Json, element.Key, file, problems));

    /// <summary>The members of an object, each an object; none when it is absent.</summary>
    public IEnumerable<(string Name, ManifestSection Section)> OptionalMembers(string key)
    {
        if (!HasValue(key))
            return [];

        TryGet(key, out var value);
        if (value.ValueKind == JsonValueKind.Object)
            return value
                .EnumerateObject()
                .Select(member =>
                    (member.Name, new ManifestSection(member.Value, $"{KeyOf(key)}.{member.Name}", file, problems))
                );

        problems.Add(file, KeyOf(key), "must be an object");
        return [];
    }

    /// <summary>Members that nobody reads are mistakes, most often a misspelt key.</summary>
    public void Allow(params ReadOnlySpan<string> keys)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return;

        foreach (var member in json.EnumerateObject())
        {
            if (!keys.Contains(member.Name))
                Problem(member.Name, "is not a key of a manifest");
        }
    }

    public void Problem(string key, string problem) => problems.Add(file, KeyOf(key), problem);

    bool HasValue(string key) => TryGet(key, out var value) && value.ValueKind != JsonValueKind.Null;

    bool TryGet(string key, out JsonElement value)
    {
        value = default;
        return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(key, out value);
    }

    T? Fail<T>(string key, string problem)
    {
        // a section that is no object has said so already
        if (json.ValueKind == JsonValueKind.Object)
            Problem(key, problem);
        return default;
    }

    string KeyOf(string key) => path.Length == 0 ? key : $"{path}.{key}";
}
