namespace ProofSaga.Ethereum.Rpc.Endpoints;

/// <summary>The EIP-155 id that every endpoint of a pool must report.</summary>
/// <param name="configured">null: what the first endpoint reports.</param>
sealed class ExpectedChain(ulong? configured)
{
    readonly Lock gate = new();
    ulong? expected = configured;

    /// <exception cref="EthereumException"><see cref="EthereumFailure.Misconfigured"/>: it is another chain.</exception>
    public void Require(string host, ulong reported)
    {
        ulong wanted;
        lock (gate)
            wanted = expected ??= reported;
        if (reported != wanted)
        {
            throw new EthereumException(
                EthereumFailure.Misconfigured,
                $"{host} leads to chain {reported}, and {wanted} is expected."
            );
        }
    }
}
