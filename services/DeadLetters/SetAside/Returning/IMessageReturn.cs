using ProofSaga.DeadLetters.SetAside.Keeping;

namespace ProofSaga.DeadLetters.SetAside.Returning;

/// <summary>The way back into a queue.</summary>
interface IMessageReturn
{
    /// <summary>Puts a message into a queue, as it was, with a header that names its letter.</summary>
    /// <returns>When the queue has it.</returns>
    Task SendAsync(string queue, KeptMessage message, CancellationToken cancellationToken);
}
