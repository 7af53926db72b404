using ProofSaga.Contracts.Failures;

namespace ProofSaga.Circuits.Artifacts;

/// <summary>An artifact store could not do what it was asked to do.</summary>
/// <param name="code">One of <see cref="FailureCodes"/>, whose table says whether another try could succeed.</param>
public abstract class ArtifactException(string code, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public string Code { get; } = code;
}
