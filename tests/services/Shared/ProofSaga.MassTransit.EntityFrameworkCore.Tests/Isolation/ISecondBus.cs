using MassTransit;

namespace ProofSaga.Provider.Tests.Isolation;

/// <summary>Another bus of the same process.</summary>
public interface ISecondBus : IBus;
