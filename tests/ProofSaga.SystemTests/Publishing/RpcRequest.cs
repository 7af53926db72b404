using System.Text.Json.Nodes;

namespace ProofSaga.SystemTests.Publishing;

/// <summary>What a publisher asks its chain: one JSON-RPC call, or several in one HTTP request.</summary>
sealed class RpcRequest
{
    public const string SendTransaction = "eth_sendRawTransaction";
    public const string Receipt = "eth_getTransactionReceipt";
    public const string TransactionCount = "eth_getTransactionCount";

    const string Call = "eth_call";

    /// <summary><c>0x</c> and the four bytes that name a contract's function.</summary>
    const int SelectorLength = 10;

    readonly IReadOnlyList<JsonObject> calls;

    RpcRequest(byte[] body, IReadOnlyList<JsonObject> calls)
    {
        Body = body;
        this.calls = calls;
        Kind = string.Join(" + ", calls.Select(KindOf).Distinct(StringComparer.Ordinal));
    }

    public byte[] Body { get; }

    /// <summary>The method, and what tells calls of one method apart.</summary>
    public string Kind { get; }

    /// <summary>Does the node have a transaction by this?</summary>
    public bool IsSend => Asks(SendTransaction);

    public static RpcRequest Parse(byte[] body)
    {
        var json = JsonNode.Parse(body)!;
        return new(body, json is JsonArray several ? [.. several.Select(call => call!.AsObject())] : [json.AsObject()]);
    }

    public bool Asks(string method) => calls.Any(call => MethodOf(call) == method);

    /// <summary>Those of the answers that are to calls of the method.</summary>
    public IEnumerable<JsonObject> AnswersTo(string method, JsonNode reply)
    {
        IEnumerable<JsonObject> answers = reply is JsonArray several
            ? several.Select(answer => answer!.AsObject())
            : [reply.AsObject()];
        return from answer in answers
            where calls.Any(call => MethodOf(call) == method && JsonNode.DeepEquals(call["id"], answer["id"]))
            select answer;
    }

    static string MethodOf(JsonObject call) => call["method"]!.GetValue<string>();

    static string KindOf(JsonObject call) =>
        MethodOf(call) switch
        {
            Call => $"{Call} {call["params"]![0]!["data"]!.GetValue<string>()[..SelectorLength]}",
            TransactionCount when call["params"]![1]!.GetValue<string>() is "pending" => $"{TransactionCount} pending",
            var method => method,
        };
}
