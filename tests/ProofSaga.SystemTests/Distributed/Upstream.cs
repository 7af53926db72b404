using System.Collections.Concurrent;
using MassTransit;
using ProofSaga.Contracts.Outcome;
using ProofSaga.Contracts.Submission;
using ProofSaga.SystemTests.Support;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.SystemTests.Distributed;

/// <summary>A service of somebody else: a bus that knows the contracts and nothing else of ours.</summary>
sealed class Upstream : IAsyncDisposable
{
    readonly IBusControl bus;
    readonly ConcurrentBag<ProofCompleted> completed = [];
    readonly ConcurrentBag<ProofFailed> failed = [];
    readonly ConcurrentBag<ProofRejected> rejected = [];

    Upstream(Uri broker) =>
        bus = Bus.Factory.CreateUsingRabbitMq(rabbit =>
        {
            rabbit.Host(broker);
            rabbit.ReceiveEndpoint(
                "upstream",
                endpoint =>
                {
                    endpoint.Handler<ProofCompleted>(context => Keep(completed, context.Message));
                    endpoint.Handler<ProofFailed>(context => Keep(failed, context.Message));
                    endpoint.Handler<ProofRejected>(context => Keep(rejected, context.Message));
                }
            );
        });

    public IReadOnlyCollection<ProofCompleted> Completed => completed;

    public IReadOnlyCollection<ProofFailed> Failed => failed;

    public IReadOnlyCollection<ProofRejected> Rejected => rejected;

    public static async Task<Upstream> StartAsync(Uri broker)
    {
        var upstream = new Upstream(broker);
        await upstream.bus.StartAsync();
        return upstream;
    }

    public async Task<Guid> PublishAsync(SubmitProof submission)
    {
        await bus.Publish(submission);
        return submission.ProofId;
    }

    /// <summary>Submits and waits for intake's answer.</summary>
    public Task<Response<ProofAccepted, ProofRejected>> RequestAsync(SubmitProof submission) =>
        bus.CreateRequestClient<SubmitProof>(RequestTimeout.After(ms: (int)Eventually.Patience.TotalMilliseconds))
            .GetResponse<ProofAccepted, ProofRejected>(submission);

    public async ValueTask DisposeAsync() => await bus.StopAsync();

    static Task Keep<T>(ConcurrentBag<T> messages, T message)
    {
        messages.Add(message);
        return Task.CompletedTask;
    }
}
