using Microsoft.Extensions.Options;
using ProofSaga.Circuits.Catalog;

namespace ProofSaga.Prover.TimeLimits;

/// <summary>Reports every limit that is out of its range, and every circuit that there is none of: a slip of the pen.</summary>
sealed class CircuitTimeLimitsValidator(ICircuitCatalog circuits) : IValidateOptions<ProverOptions>
{
    public ValidateOptionsResult Validate(string? name, ProverOptions options)
    {
        var problems = options.Circuits.SelectMany(circuit => ProblemsOf(circuit.Key, circuit.Value)).ToArray();
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    IEnumerable<string> ProblemsOf(string circuit, CircuitTimeLimits limits)
    {
        var section = $"Prover:Circuits:{circuit}";
        if (!IsInstalled(circuit))
            yield return $"{section}: there is no such circuit; there are {string.Join(", ", Installed)}.";
        if (IsOutside(limits.ProveTimeout, CircuitTimeLimits.LongestProve))
            yield return $"{section}:ProveTimeout is {limits.ProveTimeout}; it must be from 1 second to 7 days.";
        if (IsOutside(limits.VerifyTimeout, CircuitTimeLimits.LongestVerify))
            yield return $"{section}:VerifyTimeout is {limits.VerifyTimeout}; it must be from 1 second to 1 hour.";
    }

    /// <summary>With the broken ones: what is wrong with a circuit hinders no other one's work.</summary>
    IEnumerable<string> Installed =>
        circuits
            .Circuits.Select(circuit => circuit.Name)
            .Concat(circuits.Broken.Select(circuit => Path.GetFileName(circuit.Folder)));

    bool IsInstalled(string circuit) => Installed.Contains(circuit, StringComparer.OrdinalIgnoreCase);

    static bool IsOutside(TimeSpan? limit, TimeSpan longest) =>
        limit is { } value && (value < CircuitTimeLimits.Shortest || value > longest);
}
