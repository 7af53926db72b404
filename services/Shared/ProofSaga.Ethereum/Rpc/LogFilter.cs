namespace ProofSaga.Ethereum.Rpc;

/// <summary>Which logs to return.</summary>
public sealed record LogFilter
{
    public required BlockParameter FromBlock { get; init; }

    public BlockParameter ToBlock { get; init; } = BlockParameter.Latest;

    public required Address Address { get; init; }

    /// <summary>Wanted topics by position; null accepts any, as does a position behind the end.</summary>
    public IReadOnlyList<Bytes32?> Topics { get; init; } = [];
}
