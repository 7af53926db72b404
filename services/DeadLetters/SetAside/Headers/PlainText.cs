namespace ProofSaga.DeadLetters.SetAside.Headers;

/// <summary>Texts of strangers, fit for a column that people read.</summary>
static class PlainText
{
    const int MaxLength = 300;

    /// <returns>At most 300 characters, none of which is a control character, which Postgres would refuse; null for none.</returns>
    public static string? Of(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;

        var plain = new string([.. text.Take(MaxLength).Where(IsPlain)]);
        return plain.Length == 0 ? null : plain;
    }

    static bool IsPlain(char character) => !char.IsControl(character) && !char.IsSurrogate(character);
}
