namespace ProofSaga.Ethereum.Rpc;

/// <param name="Data">The data of a revert; null where the node sends none, or something else than hex.</param>
sealed record JsonRpcError(int Code, string Message, byte[]? Data);
