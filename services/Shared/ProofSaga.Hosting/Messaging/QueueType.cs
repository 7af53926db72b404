namespace ProofSaga.Hosting.Messaging;

/// <summary>What RabbitMQ's queues are made of.</summary>
public enum QueueType
{
    /// <summary>On one node of the cluster; the fastest.</summary>
    Classic,

    /// <summary>Replicated over the nodes of the cluster by Raft; a message survives the loss of a node.</summary>
    Quorum,
}
