namespace ProofSaga.Prover.ProofSystems;

/// <summary>A proof system could not do what it was asked to do.</summary>
/// <param name="code">A stable snake_case code, see <see cref="ProofSystemErrorCodes"/>.</param>
/// <param name="message">A sentence for a person; never holds a witness value.</param>
/// <param name="isTransient">Could the same request succeed if it were tried again?</param>
/// <param name="innerException">The cause, when it cannot hold a witness value.</param>
public class ProofSystemException(string code, string message, bool isTransient, Exception? innerException = null)
    : Exception(message, innerException)
{
    public string Code { get; } = code;

    public bool IsTransient { get; } = isTransient;
}
