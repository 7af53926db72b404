namespace ProofSaga.SystemTests.Messages;

/// <summary>Where a bad message ends.</summary>
enum Fate
{
    /// <summary>In the queue's <c>_error</c>, with the exception's message.</summary>
    Error,

    /// <summary>In the queue's <c>_skipped</c>: nobody there consumes its type.</summary>
    Skipped,

    /// <summary>In no queue: it is answered, or says nothing that could be done.</summary>
    Consumed,
}
