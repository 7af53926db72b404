using ProofSaga.Publisher.Chains;

namespace ProofSaga.Publisher.Publishing.Batches;

/// <summary>Proofs that go into one transaction, unless something is wrong with them.</summary>
/// <param name="size">Members at most.</param>
sealed class Batch(PublishingChain chain, int size)
{
    /// <summary>
    /// Nodes take no transaction of more than 128 KiB (geth's txMaxSize); what is left is for its other fields and for the
    /// call's own offsets and lengths.
    /// </summary>
    const int MostCallDataBytes = 120 * 1024;

    readonly Dictionary<Guid, BatchMember> members = [];
    int callDataBytes;

    public PublishingChain Chain { get; } = chain;

    public IReadOnlyDictionary<Guid, BatchMember> Members => members;

    public bool IsFull => members.Count >= size;

    /// <summary>One that is alone always has, however large it is.</summary>
    public bool HasRoomFor(RegistryItem item) =>
        members.Count == 0 || (!IsFull && callDataBytes + item.CallDataBytes <= MostCallDataBytes);

    /// <summary>A proof that is a member already stays the same member.</summary>
    public BatchMember Add(RegistryItem item)
    {
        if (members.TryGetValue(item.ProofId, out var member))
            return member;

        member = new BatchMember(item);
        members.Add(item.ProofId, member);
        callDataBytes += item.CallDataBytes;
        return member;
    }
}
