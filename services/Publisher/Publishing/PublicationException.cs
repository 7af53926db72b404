namespace ProofSaga.Publisher.Publishing;

/// <summary>A proof could not be published.</summary>
/// <param name="code">One of <see cref="PublicationErrorCodes"/>.</param>
/// <param name="message">A sentence for a person; never holds a key or the endpoint's path.</param>
/// <param name="isTransient">Could another attempt succeed?</param>
public sealed class PublicationException(
    string code,
    string message,
    bool isTransient,
    Exception? innerException = null
) : Exception(message, innerException)
{
    public string Code { get; } = code;

    public bool IsTransient { get; } = isTransient;
}
