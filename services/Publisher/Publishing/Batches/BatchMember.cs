namespace ProofSaga.Publisher.Publishing.Batches;

/// <summary>A proof that waits for its place in a transaction. What is decided first about it holds.</summary>
sealed class BatchMember(RegistryItem item)
{
    readonly TaskCompletionSource<NonceSlot?> place = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RegistryItem Item { get; } = item;

    /// <summary>Where the proof's transaction will be mined; null when the registry has the proof already.</summary>
    public Task<NonceSlot?> Place => place.Task;

    public void Enter(NonceSlot slot) => place.TrySetResult(slot);

    public void LeaveAsPublished() => place.TrySetResult(null);

    public void Fail(Exception failure) => place.TrySetException(failure);
}
