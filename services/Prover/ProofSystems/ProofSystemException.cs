using ProofSaga.Contracts;
using ProofSaga.Contracts.Failures;

namespace ProofSaga.Prover.ProofSystems;

/// <summary>A proof system could not do what it was asked to do.</summary>
/// <param name="code">One of <see cref="FailureCodes"/>, or what a prover host of another version says.</param>
/// <param name="message">A sentence for a person; never holds a witness value.</param>
/// <param name="innerException">The cause, when it cannot hold a witness value.</param>
public class ProofSystemException(string code, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public string Code { get; } = code;

    /// <summary>Could the same request succeed if it were tried again? By <see cref="FailureTable"/>.</summary>
    public FailureKind Kind { get; } = FailureTable.KindOf(code);
}
