using System.Text.RegularExpressions;

namespace ProofSaga.Intake.Submission;

/// <summary>How an error names a member that the sender named.</summary>
static partial class MemberPath
{
    /// <summary>What is no plain name may be a value in the wrong place: it is not repeated.</summary>
    /// <returns>The member's path, or that of what contains it.</returns>
    public static string Of(string? container, string? name) =>
        name is { Length: <= SubmissionLimits.ShownNameLength } && PlainName().IsMatch(name)
            ? container is null
                ? name
                : $"{container}.{name}"
            : container ?? SubmissionFields.Body;

    [GeneratedRegex(@"^[A-Za-z_][A-Za-z0-9_.-]*\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PlainName();
}
