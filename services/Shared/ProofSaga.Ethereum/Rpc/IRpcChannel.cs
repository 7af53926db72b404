namespace ProofSaga.Ethereum.Rpc;

/// <summary>Where questions are answered.</summary>
interface IRpcChannel
{
    /// <exception cref="EthereumException">There is no good answer.</exception>
    Task<T> AskAsync<T>(RpcQuestion<T> question, CancellationToken cancellationToken);

    /// <summary>
    /// Asks several things at once. They are answered in any order, perhaps concurrently (JSON-RPC 2.0, section 6): no
    /// answer says what the chain was before or after another.
    /// </summary>
    /// <returns>The answers in the order of the questions.</returns>
    /// <exception cref="EthereumException">One of them has no good answer.</exception>
    Task<IReadOnlyList<T>> AskAllAsync<T>(IReadOnlyList<RpcQuestion<T>> questions, CancellationToken cancellationToken);
}
