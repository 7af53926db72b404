using System.Text.Json.Nodes;

namespace ProofSaga.SystemTests.Publishing;

/// <summary>What a publisher gets back.</summary>
/// <param name="Status">HTTP status.</param>
sealed record RpcReply(int Status, byte[] Body)
{
    /// <summary>The connection breaks before an answer.</summary>
    public static RpcReply Nothing { get; } = new(0, []);

    public static RpcReply Of(JsonNode json) => new(200, System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()));

    public static RpcReply OfStatus(int status) => new(status, []);

    /// <summary>JSON-RPC's error in place of any answer.</summary>
    public static RpcReply OfError(int code, string message) =>
        Of(
            new JsonObject
            {
                ["jsonrpc"] = "2.0",
                ["id"] = null,
                ["error"] = new JsonObject { ["code"] = code, ["message"] = message },
            }
        );

    public JsonNode Json() => JsonNode.Parse(Body)!;
}
