namespace ProofSaga.Hosting;

/// <summary>The process cannot work with what it finds around it; the message says what to do. Never holds a secret.</summary>
public sealed class StartupException(string message, Exception? inner = null)
    : InvalidOperationException(message, inner);
