namespace ProofSaga.SystemTests.Publishing;

/// <summary>A moment in which a publisher can die: it asks its chain something, for the first time since so much was sent.</summary>
/// <param name="Sent">Which transactions were sent, this one included.</param>
/// <param name="What">What it asks and, of a receipt, whether there is one.</param>
/// <param name="IsAnswered">The node has done it, and the publisher never hears of it; else the node does not get it.</param>
sealed record KillPoint(Sent Sent, string What, bool IsAnswered)
{
    public bool IsAtSend => What.Contains(RpcRequest.SendTransaction, StringComparison.Ordinal);

    public override string ToString() =>
        $"{What}, {(IsAnswered ? "answered" : "not asked")}, {Sent.ToString().ToLowerInvariant()} of the transactions sent";
}
