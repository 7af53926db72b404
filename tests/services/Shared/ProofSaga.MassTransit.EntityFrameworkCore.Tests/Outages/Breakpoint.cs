namespace ProofSaga.Provider.Tests.Outages;

/// <summary>A place in the code where the first one that comes waits until the test lets it go on.</summary>
sealed class Breakpoint
{
    readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int passed;

    /// <summary>Ends when somebody waits here.</summary>
    public Task Reached => reached.Task;

    public async Task PassAsync()
    {
        if (Interlocked.Exchange(ref passed, 1) == 1)
            return;

        reached.TrySetResult();
        await released.Task;
    }

    public void Release() => released.TrySetResult();
}
