using MassTransit;

namespace ProofSaga.Hosting.Messaging;

/// <summary>A message says nothing about which proof it means: no attempt at it can succeed.</summary>
public sealed class UnnamedProofException(Type messageType)
    : MessageException(messageType, "It names no proof: its proof id is missing or empty.");
