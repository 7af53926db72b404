using System.Diagnostics.CodeAnalysis;

namespace ProofSaga.Prover.ProofSystems;

/// <summary>Is a proof valid, and if not, why?</summary>
public sealed class VerificationResult
{
    VerificationResult(string? reason) => Reason = reason;

    public static VerificationResult Valid { get; } = new(reason: null);

    /// <summary>A sentence for a person; never holds a witness value.</summary>
    public string? Reason { get; }

    [MemberNotNullWhen(false, nameof(Reason))]
    public bool IsValid => Reason is null;

    public static VerificationResult Invalid(string reason) => new(reason);
}
