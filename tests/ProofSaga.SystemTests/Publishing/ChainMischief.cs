using System.Text.Json.Nodes;

namespace ProofSaga.SystemTests.Publishing;

/// <summary>
/// A chain's endpoint as bad as they come: it loses answers, limits the rate, is away, lags behind. One trouble lasts for a
/// while, and hits half of the requests that it can hit; then comes another, until all have had their turn, and they begin anew.
/// </summary>
/// <param name="seed">Makes the same troubles in the same order.</param>
sealed class ChainMischief(int seed)
{
    const int RateLimited = -32005;

    /// <summary>Requests.</summary>
    const int ShortestTrouble = 10;

    /// <inheritdoc cref="ShortestTrouble"/>
    const int LongestTrouble = 40;

    /// <summary>How far a node that lags behind is behind, in transactions of the account.</summary>
    const int LongestLag = 4;

    readonly Lock gate = new();
    readonly Random random = new(seed);
    readonly Dictionary<Trouble, int> counts = [];
    readonly Queue<Trouble> coming = [];
    Trouble trouble;
    int requestsLeft;

    /// <summary>How often each was made.</summary>
    public IReadOnlyDictionary<Trouble, int> Counts
    {
        get
        {
            lock (gate)
                return new Dictionary<Trouble, int>(counts);
        }
    }

    /// <inheritdoc cref="RpcBehaviour"/>
    public async Task<RpcReply> AnswerAsync(RpcRequest request, Func<Task<RpcReply>> forward) =>
        Next(request) switch
        {
            Trouble.LostAnswer => await LoseAsync(forward),
            Trouble.TooManyRequests => RpcReply.OfStatus(429),
            Trouble.LimitExceeded => RpcReply.OfError(RateLimited, "limit exceeded"),
            Trouble.Unavailable => RpcReply.OfStatus(503),
            Trouble.StaleNonce => Changed(request, await forward(), RpcRequest.TransactionCount, Stale),
            Trouble.NoReceipt => Changed(request, await forward(), RpcRequest.Receipt, _ => null),
            _ => await forward(),
        };

    /// <returns>null: nothing happens to this request.</returns>
    Trouble? Next(RpcRequest request)
    {
        lock (gate)
        {
            if (requestsLeft == 0)
                BeginNext();
            if (!IsHitBy(request))
                return null;

            requestsLeft--;
            if (random.Next(2) == 0)
                return null;

            counts[trouble] = counts.GetValueOrDefault(trouble) + 1;
            return trouble;
        }
    }

    void BeginNext()
    {
        if (coming.Count == 0)
        {
            var turns = Enum.GetValues<Trouble>();
            random.Shuffle(turns);
            foreach (var turn in turns)
                coming.Enqueue(turn);
        }

        trouble = coming.Dequeue();
        requestsLeft = random.Next(ShortestTrouble, LongestTrouble);
    }

    bool IsHitBy(RpcRequest request) =>
        trouble switch
        {
            Trouble.StaleNonce => request.Asks(RpcRequest.TransactionCount),
            Trouble.NoReceipt => request.Asks(RpcRequest.Receipt),
            _ => true,
        };

    static async Task<RpcReply> LoseAsync(Func<Task<RpcReply>> forward)
    {
        await forward();
        return RpcReply.Nothing;
    }

    static RpcReply Changed(RpcRequest request, RpcReply reply, string method, Func<JsonNode?, JsonNode?> change)
    {
        var json = reply.Json();
        foreach (var answer in request.AnswersTo(method, json).Where(answer => answer.ContainsKey("result")))
            answer["result"] = change(answer["result"]);
        return RpcReply.Of(json);
    }

    JsonNode Stale(JsonNode? count)
    {
        var now = Convert.ToInt64(count!.GetValue<string>(), fromBase: 16);
        lock (gate)
            return $"0x{Math.Max(0, now - random.Next(1, LongestLag)):x}";
    }
}
