using System.Text.RegularExpressions;

namespace ProofSaga.Testing.Proving;

/// <summary>What the logs of prover processes tell, however many there were and however they ended.</summary>
public static partial class ProverLog
{
    /// <summary>The proofs that were generated and stored, each as often as it was: once, unless something is wrong.</summary>
    public static IEnumerable<Guid> GeneratedIn(IEnumerable<string> lines) =>
        from line in lines
        let generated = Generated().Match(line)
        where generated.Success
        select Guid.Parse(generated.Groups["id"].Value);

    /// <exception cref="InvalidOperationException">A proof was generated again after one was stored.</exception>
    public static void NothingWasGeneratedAgain(IEnumerable<string> lines)
    {
        var again = GeneratedIn(lines).GroupBy(id => id).Where(proof => proof.Count() > 1).Select(proof => proof.Key);
        if (again.ToList() is { Count: > 0 } proofs)
            throw new InvalidOperationException(
                $"Generated again after they were stored: {string.Join(", ", proofs)}."
            );
    }

    // "generated again" is said besides, and before, of the same proof: both count
    [GeneratedRegex(
        "Proof (?<id>[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}) (was )?generated (in|again) ",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Generated();
}
