namespace ProofSaga.Provider.Tests.Support;

/// <summary>A clock that is ahead of the system's; its timers run as usual.</summary>
sealed class ShiftedTime(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + ahead;
}
