namespace ProofSaga.SystemTests.Messages;

/// <summary>How a bad message ends.</summary>
enum Fate
{
    /// <summary>As a dead letter: it cannot be read.</summary>
    Unreadable,

    /// <summary>As a dead letter: it lacks what its consumer needs.</summary>
    Incomplete,

    /// <summary>As a dead letter: nobody at its queue consumes its type.</summary>
    Skipped,

    /// <summary>It is answered.</summary>
    Answered,
}
