namespace ProofSaga.Provider.Tests.Scheduling;

#pragma warning disable MA0048 // the messages of these tests, side by side

/// <summary>A command: announce an order at a time, and another one at once.</summary>
public sealed record AnnounceLater(Guid OrderId, DateTime DueTime, bool ThenFail = false);

/// <summary>A command: take an announcement back.</summary>
public sealed record CancelAnnouncement(Guid TokenId, bool ThenFail = false);

public interface IParcelArrived
{
    Guid ParcelId { get; }
}

public sealed record Reserve(Guid CorrelationId, TimeSpan Deadline);

public sealed record Extend(Guid CorrelationId, TimeSpan Deadline, bool ThenFail = false);

public sealed record Pay(Guid CorrelationId);

/// <summary>What the reservation tells itself.</summary>
public sealed record DeadlinePassed(Guid CorrelationId);

public sealed record ReservationEnded(Guid CorrelationId, string How);
