namespace ProofSaga.SystemTests.Publishing;

/// <summary>
/// Watches what a publisher asks in one life, and kills it at the point that it is told. Whether the node gets a question makes
/// a difference for a transaction alone: every other one has one point, not two.
/// </summary>
/// <param name="transactions">How many make a round; the highest number while that is to be found out.</param>
/// <param name="target">null: nobody is killed.</param>
/// <param name="kill">Returns once the publisher is dead.</param>
sealed class KillWatch(int transactions, KillPoint? target, Func<Task> kill)
{
    readonly Lock gate = new();
    readonly HashSet<KillPoint> met = [];
    readonly TaskCompletionSource killed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int sent;
    bool isKilling;

    /// <summary>Transactions that were sent so far.</summary>
    public int CountSent
    {
        get
        {
            lock (gate)
                return sent;
        }
    }

    /// <summary>Every point that came by.</summary>
    public IReadOnlyList<KillPoint> Met
    {
        get
        {
            lock (gate)
                return [.. met];
        }
    }

    /// <summary>
    /// Those that come by in every round: which receipts are asked for while others are being sent is a matter of luck.
    /// </summary>
    public IReadOnlyList<KillPoint> Targets => [.. Met.Where(point => point.Sent != Sent.Some || point.IsAtSend)];

    /// <summary>Completes once the publisher was killed.</summary>
    public Task Killed => killed.Task;

    /// <summary>Nobody is killed any more.</summary>
    /// <returns>false when somebody was, or is just being.</returns>
    public bool TryDisarm()
    {
        lock (gate)
        {
            var isInTime = !isKilling;
            isKilling = true;
            return isInTime;
        }
    }

    /// <inheritdoc cref="RpcBehaviour"/>
    public async Task<RpcReply> AnswerAsync(RpcRequest request, Func<Task<RpcReply>> forward)
    {
        var stage = StageOf(request);
        if (request.IsSend && IsReached(new KillPoint(stage, request.Kind, IsAnswered: false)))
            return await KillAsync();

        var reply = await forward();
        return IsReached(new KillPoint(stage, request.Kind + Outcome(request, reply), IsAnswered: true))
            ? await KillAsync()
            : reply;
    }

    Sent StageOf(RpcRequest request)
    {
        lock (gate)
        {
            if (request.IsSend)
                sent++;
            return sent == 0 ? Sent.None
                : sent < transactions ? Sent.Some
                : Sent.All;
        }
    }

    bool IsReached(KillPoint point)
    {
        lock (gate)
        {
            met.Add(point);
            if (isKilling || point != target)
                return false;

            isKilling = true;
            return true;
        }
    }

    async Task<RpcReply> KillAsync()
    {
        await kill();
        killed.SetResult();
        return RpcReply.Nothing;
    }

    static string Outcome(RpcRequest request, RpcReply reply)
    {
        var receipts = request.Asks(RpcRequest.Receipt)
            ? request
                .AnswersTo(RpcRequest.Receipt, reply.Json())
                .Select(answer => answer["result"] is not null)
                .ToList()
            : [];
        return receipts.Count == 0 ? ""
            : receipts.Contains(true) ? ": mined"
            : ": not mined";
    }
}
