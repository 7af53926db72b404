using System.Text.Json.Serialization;

namespace ProofSaga.Ethereum.Local;

/// <summary>The one line that <c>local-chain.mjs</c> prints.</summary>
sealed record LocalChainReady(
    [property: JsonPropertyName("rpc_url"), JsonRequired] Uri RpcUrl,
    [property: JsonPropertyName("chain_id"), JsonRequired] ulong ChainId
);
