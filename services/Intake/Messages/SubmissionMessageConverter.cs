using System.Text.Json;
using System.Text.Json.Serialization;
using ProofSaga.Intake.Submission;

namespace ProofSaga.Intake.Messages;

/// <summary>A submission message is any JSON object, read as it is.</summary>
sealed class SubmissionMessageConverter : JsonConverter<SubmissionMessage>
{
    public override SubmissionMessage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var json = JsonElement.ParseValue(ref reader);
        return json.ValueKind == JsonValueKind.Object
            ? new SubmissionMessage([
                .. json.EnumerateObject().Select(member => KeyValuePair.Create(JsonText.NameOf(member), member.Value)),
            ])
            : throw new JsonException("A submission is a JSON object.");
    }

    public override void Write(Utf8JsonWriter writer, SubmissionMessage value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, member) in value.Members)
        {
            writer.WritePropertyName(name ?? "");
            member.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
