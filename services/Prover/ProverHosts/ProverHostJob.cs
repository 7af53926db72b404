using System.Buffers;
using System.Text.Json;
using ProofSaga.Circuits.Inputs;
using ProofSaga.Circuits.Manifests;
using ProofSaga.Circuits.Proofs;

namespace ProofSaga.Prover.ProverHosts;

/// <summary>One request to a prover host, in the words of <c>infra/prover-host/README.md</c>.</summary>
sealed class ProverHostJob
{
    readonly Action<Utf8JsonWriter> writeMembers;

    ProverHostJob(string verb, Action<Utf8JsonWriter> writeMembers) => (Verb, this.writeMembers) = (verb, writeMembers);

    public static ProverHostJob Ping { get; } = new("ping", _ => { });

    public string Verb { get; }

    public static ProverHostJob Prove(CircuitProofSystem system, CanonicalInputs inputs) =>
        new(
            "prove",
            json =>
            {
                WriteSystem(json, system);
                json.WritePropertyName("inputs");
                json.WriteRawValue(inputs.ToUtf8Json().Span, skipInputValidation: true);
            }
        );

    public static ProverHostJob Verify(CircuitProofSystem system, ProofDocument document) =>
        new(
            "verify",
            json =>
            {
                WriteSystem(json, system);
                json.WritePropertyName("proof");
                document.Proof.WriteTo(json);
                json.WriteStartArray("public_signals");
                foreach (var signal in document.PublicSignals)
                    json.WriteStringValue(signal);
                json.WriteEndArray();
            }
        );

    /// <summary>The request as one line.</summary>
    public ReadOnlyMemory<byte> ToLine(string id)
    {
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteString("verb", Verb);
            writeMembers(json);
            json.WriteEndObject();
        }

        line.Write("\n"u8);
        return line.WrittenMemory;
    }

    static void WriteSystem(Utf8JsonWriter json, CircuitProofSystem system)
    {
        json.WriteString("proof_system", system.Name);
        json.WriteStartObject("artifacts");
        foreach (var (role, artifact) in system.Artifacts)
        {
            json.WriteStartObject(role);
            json.WriteString("path", artifact.Path);
            json.WriteString("sha256", artifact.Sha256);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
