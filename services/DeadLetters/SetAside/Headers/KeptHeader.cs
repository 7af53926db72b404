using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ProofSaga.DeadLetters.SetAside.Headers;

/// <summary>Header values as they are kept: texts, whole numbers, finite fractions, true and false. Tables and lists are not kept.</summary>
static class KeptHeader
{
    /// <param name="value">As AMQP or MassTransit gives it.</param>
    /// <returns>null when it is of no type that is kept.</returns>
    public static object? Of(object? value) =>
        value switch
        {
            byte[] text => Encoding.UTF8.GetString(text),
            string or bool or long => value,
            double number => double.IsFinite(number) ? number : null,
            sbyte or byte or short or ushort or int or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
            float number => Of((double)number),
            decimal number => (double)number,
            Guid or Uri => value.ToString(),
            DateTime or DateTimeOffset => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
            _ => null,
        };

    /// <returns>null when it is of no type that is kept.</returns>
    public static object? Of(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.Number when value.TryGetInt64(out var whole) => whole,
            JsonValueKind.Number => value.GetDouble(),
            _ => null,
        };

    public static string TextOf(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    /// <summary>Those of the headers that are kept.</summary>
    public static Dictionary<string, object> KeptOf(IEnumerable<KeyValuePair<string, object?>> headers)
    {
        var kept = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var (name, value) in headers)
        {
            if (Of(value) is { } known)
                kept[name] = known;
        }

        return kept;
    }
}
