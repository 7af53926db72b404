using System.Text.RegularExpressions;

namespace ProofSaga.Circuits.Manifests;

/// <summary>Names of signals, as circom allows them.</summary>
static partial class SignalName
{
    public static bool IsValid(string name) => Identifier().IsMatch(name);

    [GeneratedRegex(@"^[$_]*[A-Za-z][A-Za-z0-9_$]*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Identifier();
}
