namespace ProofSaga.Orchestrator.Tests.Interleavings;

/// <summary>What can happen to a proof next.</summary>
enum StepKind
{
    /// <summary>A worker tells that it has begun with an order.</summary>
    Begin,

    /// <summary>A worker answers an order with success.</summary>
    Succeed,

    /// <summary>A worker answers an order with a transient failure.</summary>
    FailForNow,

    /// <summary>A worker answers an order with a permanent failure.</summary>
    FailForGood,

    /// <summary>A message that was consumed is delivered once more.</summary>
    DeliverAgain,

    /// <summary>The acceptance arrives once more.</summary>
    AcceptAgain,

    /// <summary>The embedded host starts after a crash.</summary>
    Resume,

    Cancel,

    /// <summary>The publisher stores a transaction: from now on it is too late to cancel.</summary>
    PrepareTransaction,

    ReplayFromGenerate,
    ReplayFromVerify,
    ReplayFromPublish,
}
