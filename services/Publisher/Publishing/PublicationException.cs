using ProofSaga.Contracts;
using ProofSaga.Contracts.Failures;

namespace ProofSaga.Publisher.Publishing;

/// <summary>A proof could not be published.</summary>
/// <param name="code">One of <see cref="FailureCodes"/>.</param>
/// <param name="message">A sentence for a person; never holds a key or the endpoint's path.</param>
public sealed class PublicationException(string code, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public string Code { get; } = code;

    /// <summary>Could another attempt succeed? By <see cref="FailureTable"/>.</summary>
    public FailureKind Kind { get; } = FailureTable.KindOf(code);
}
