namespace ProofSaga.Provider.Tests.Support;

#pragma warning disable MA0048 // the messages of the tests, side by side

/// <summary>A command: store an order and say so with <paramref name="Announcements"/> events.</summary>
public sealed record PlaceOrder(Guid OrderId, int Announcements = 1);

public sealed record OrderPlaced(Guid OrderId, int Number = 0);

public sealed record CountUp(Guid CorrelationId);

public sealed record CountedUp(Guid CorrelationId, int Count);
