using System.Text.Json;
using ProofSaga.Ethereum;

namespace ProofSaga.Publisher.Chains.Deployments;

/// <summary>A <see cref="DeploymentRecord"/> as the file has it.</summary>
static class DeploymentJson
{
    static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static byte[] Write(DeploymentRecord record)
    {
        var circuits = record.Circuits.ToDictionary(
            circuit => circuit.Key.ToString(),
            circuit => new CircuitText(
                circuit.Value.Name,
                circuit.Value.Key?.ToString(),
                circuit.Value.Verifier?.ToString(),
                circuit.Value.PlonkKeySha256
            ),
            StringComparer.Ordinal
        );
        var text = new RecordText(
            record.ChainId,
            record.Registry.ToString(),
            record.Owner.ToString(),
            record.ContractSourceSha256,
            new SortedDictionary<string, CircuitText>(circuits, StringComparer.Ordinal)
        );
        return [.. JsonSerializer.SerializeToUtf8Bytes(text, Options), (byte)'\n'];
    }

    /// <exception cref="FormatException">These are no such bytes; the message says why.</exception>
    public static DeploymentRecord Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var text =
                JsonSerializer.Deserialize<RecordText>(json, Options) ?? throw new FormatException("It is null.");
            return new DeploymentRecord(
                text.ChainId,
                Address.Parse(text.Registry),
                Address.Parse(text.Owner),
                text.ContractSourceSha256,
                text.Circuits.ToDictionary(
                    circuit => Bytes32.Parse(circuit.Key),
                    circuit => new RecordedCircuit(
                        circuit.Value.Name,
                        ParseOrNull(circuit.Value.Key),
                        ParseOrNull(circuit.Value.Verifier),
                        circuit.Value.PlonkKeySha256
                    )
                )
            );
        }
        catch (Exception wrong) when (wrong is JsonException or ArgumentException)
        {
            throw new FormatException(wrong.Message, wrong);
        }
    }

    static Address? ParseOrNull(string? address) => address is null ? null : Address.Parse(address);

    sealed record RecordText(
        ulong ChainId,
        string Registry,
        string Owner,
        string ContractSourceSha256,
        SortedDictionary<string, CircuitText> Circuits
    );

    sealed record CircuitText(string Name, string? Key, string? Verifier, string? PlonkKeySha256);
}
