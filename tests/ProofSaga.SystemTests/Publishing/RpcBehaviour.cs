namespace ProofSaga.SystemTests.Publishing;

/// <summary>What a proxy does with a request.</summary>
/// <param name="forward">Asks the chain.</param>
delegate Task<RpcReply> RpcBehaviour(RpcRequest request, Func<Task<RpcReply>> forward);
