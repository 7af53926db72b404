namespace ProofSaga.Provider.Tests.Requests;

#pragma warning disable MA0048 // the messages of the tests, side by side

/// <summary>A request; the answer to an order that is refused must not be heard.</summary>
public sealed record AskPrice(Guid OrderId, bool IsRefused = false);

public sealed record Price(Guid OrderId, int Amount);
