namespace ProofSaga.Ethereum.Rpc;

/// <summary>Which block a call is about.</summary>
public readonly record struct BlockParameter
{
    readonly string? text;

    BlockParameter(string text) => this.text = text;

    /// <summary>The newest block of the chain.</summary>
    public static BlockParameter Latest => new("latest");

    /// <summary>The newest block with the node's pending transactions on top.</summary>
    public static BlockParameter Pending => new("pending");

    public static BlockParameter Earliest => new("earliest");

    public static BlockParameter Number(ulong number) => new(Quantity.Encode(number));

    public override string ToString() => text ?? "latest";
}
