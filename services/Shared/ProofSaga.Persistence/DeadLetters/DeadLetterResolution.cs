namespace ProofSaga.Persistence.DeadLetters;

/// <summary>What an operator decided about a dead letter. Stored and shown by its snake_case name.</summary>
public enum DeadLetterResolution
{
    /// <summary>The proof was ordered to go on, the message to go back into its queue. If it fails again, that is another letter.</summary>
    Replayed,

    /// <summary>Nothing more will be done; the proof's inputs, or the message, are erased.</summary>
    Discarded,
}
