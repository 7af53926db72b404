namespace ProofSaga.SystemTests.Support;

/// <summary>One process, and no later one that gets the same id.</summary>
/// <param name="StartTime">Clock ticks since boot, field 22 of <c>/proc/PID/stat</c> (proc(5)).</param>
sealed record ProcessIdentity(int Id, string Name, ulong StartTime)
{
    public bool IsAlive => ProcessTable.Read(Id) is { IsZombie: false } row && row.Identity == this;
}
