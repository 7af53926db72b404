using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using ProofSaga.Circuits.Manifests;

namespace ProofSaga.Circuits.Inputs;

/// <summary>One walk over a submission's inputs, along the circuit's signals: it never goes deeper than their shapes.</summary>
sealed class InputReader(CircuitManifest circuit)
{
    /// <summary>The longest unknown name that an error repeats.</summary>
    const int MaxShownNameLength = 64;

    readonly InputErrors errors = new();
    readonly ArrayBufferWriter<byte> canonical = new();

    public InputValidation Read(JsonElement inputs)
    {
        if (inputs.ValueKind != JsonValueKind.Object)
        {
            errors.Add(InputValidator.Root, "must be a JSON object of the circuit's inputs");
            return new InputValidation(errors.ToList());
        }

        var given = Sort(inputs);
        using (var writer = new Utf8JsonWriter(canonical))
        {
            writer.WriteStartObject();
            foreach (var input in circuit.Inputs)
                ReadInput(input, given, writer);
            writer.WriteEndObject();
        }

        return errors.Any
            ? new InputValidation(errors.ToList())
            : new InputValidation(new CanonicalInputs(canonical.WrittenSpan.ToArray()));
    }

    /// <summary>The values of the inputs that the circuit has; errors for all others.</summary>
    Dictionary<string, JsonElement> Sort(JsonElement inputs)
    {
        var given = new Dictionary<string, JsonElement>();
        var repeated = new HashSet<string>();
        foreach (var property in inputs.EnumerateObject())
        {
            var name = NameOf(property);
            if (name is null || !circuit.Inputs.Any(input => input.Name == name))
                errors.Add(PathOfUnknown(name), $"is not an input of the circuit '{circuit.Name}'");
            else if (!given.TryAdd(name, property.Value) && repeated.Add(name))
                errors.Add(PathOf(name), "is given more than once");
        }

        return given;
    }

    void ReadInput(CircuitInput input, Dictionary<string, JsonElement> given, Utf8JsonWriter writer)
    {
        writer.WritePropertyName(input.Name);
        if (given.TryGetValue(input.Name, out var value))
        {
            ReadValue(value, PathOf(input.Name), input.Shape, dimension: 0, writer);
            return;
        }

        writer.WriteNullValue();
        errors.Add(PathOf(input.Name), $"is missing: {Expected(input.Shape, dimension: 0)}");
    }

    void ReadValue(JsonElement value, string path, IReadOnlyList<int> shape, int dimension, Utf8JsonWriter writer)
    {
        if (dimension == shape.Count)
            ReadElement(value, path, writer);
        else
            ReadArray(value, path, shape, dimension, writer);
    }

    void ReadArray(JsonElement value, string path, IReadOnlyList<int> shape, int dimension, Utf8JsonWriter writer)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() != shape[dimension])
        {
            writer.WriteNullValue();
            errors.Add(path, $"has the wrong shape: {Expected(shape, dimension)}");
            return;
        }

        writer.WriteStartArray();
        var index = 0;
        foreach (var element in value.EnumerateArray())
            ReadValue(element, $"{path}[{index++}]", shape, dimension + 1, writer);
        writer.WriteEndArray();
    }

    void ReadElement(JsonElement value, string path, Utf8JsonWriter writer)
    {
        var problem = FieldElementText.Read(value, out BigInteger element);
        if (problem is not null)
            errors.Add(path, $"is not a field element: {problem}");

        writer.WriteStringValue(element.ToString(CultureInfo.InvariantCulture));
    }

    static string Expected(IReadOnlyList<int> shape, int dimension) =>
        dimension == shape.Count
            ? "it must be a field element"
            : $"it must be an array of {string.Join(" × ", shape.Skip(dimension))} field elements";

    static string PathOf(string name) => $"{InputValidator.Root}.{name}";

    /// <summary>What is no signal name may be a value in the wrong place: it is not repeated.</summary>
    static string PathOfUnknown(string? name) =>
        name is { Length: <= MaxShownNameLength } && SignalName.IsValid(name) ? PathOf(name) : InputValidator.Root;

    static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            // an escaped half of a surrogate pair: no signal has such a name
            return null;
        }
    }
}
