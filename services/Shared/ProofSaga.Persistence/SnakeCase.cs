using System.Text.Json;

namespace ProofSaga.Persistence;

/// <summary>One spelling of names outside C#: columns, statuses and JSON are snake_case.</summary>
public static class SnakeCase
{
    public static string From(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);

    public static string Of<TEnum>(TEnum value)
        where TEnum : struct, Enum => From(value.ToString());

    public static TEnum Parse<TEnum>(string name)
        where TEnum : struct, Enum =>
        TryParse(name, out TEnum value) ? value : throw new FormatException($"'{name}' is no {typeof(TEnum).Name}.");

    public static bool TryParse<TEnum>(string name, out TEnum value)
        where TEnum : struct, Enum
    {
        value = Enum.GetValues<TEnum>().FirstOrDefault(value => Of(value) == name);
        return Of(value) == name;
    }
}
