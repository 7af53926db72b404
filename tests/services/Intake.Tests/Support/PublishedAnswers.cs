using System.Threading.Channels;
using ProofSaga.Contracts.Replaying;
using ProofSaga.Contracts.Submission;

namespace ProofSaga.Intake.Tests.Support;

sealed class PublishedAnswers
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public Channel<ProofAccepted> Accepted { get; } = Channel.CreateUnbounded<ProofAccepted>();

    public Channel<ProofRejected> Rejected { get; } = Channel.CreateUnbounded<ProofRejected>();

    public Channel<ReplayProof> Replays { get; } = Channel.CreateUnbounded<ReplayProof>();

    public Channel<ReturnMessage> Returns { get; } = Channel.CreateUnbounded<ReturnMessage>();

    /// <summary>What a saga would say to an order to cancel; null: nothing.</summary>
    public Func<CancelProof, object?> ToCancel { get; set; } = _ => null;

    public Task<ProofAccepted> NextAcceptedAsync() => NextAsync(Accepted);

    public Task<ProofRejected> NextRejectedAsync() => NextAsync(Rejected);

    public Task<ReplayProof> NextReplayAsync() => NextAsync(Replays);

    public Task<ReturnMessage> NextReturnAsync() => NextAsync(Returns);

    static async Task<T> NextAsync<T>(Channel<T> channel)
    {
        using var limit = new CancellationTokenSource(Patience);
        return await channel.Reader.ReadAsync(limit.Token);
    }
}
