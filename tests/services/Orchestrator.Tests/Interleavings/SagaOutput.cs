using System.Collections.Concurrent;
using MassTransit;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Outcome;
using ProofSaga.Contracts.Proving;
using ProofSaga.Contracts.Publishing;
using ProofSaga.Contracts.Verification;

namespace ProofSaga.Orchestrator.Tests.Interleavings;

/// <summary>What the saga has ordered and which ends it has told, proof by proof: the one place that knows how it does so.</summary>
sealed class SagaOutput : ISendObserver, IPublishObserver
{
    readonly ConcurrentDictionary<Guid, ConcurrentQueue<Order>> orders = new();
    readonly ConcurrentDictionary<Guid, ConcurrentQueue<string>> ends = new();

    public static SagaOutput Of(IBus bus)
    {
        var output = new SagaOutput();
        bus.ConnectSendObserver(output);
        bus.ConnectPublishObserver(output);
        return output;
    }

    public IReadOnlyList<Order> OrdersOf(Guid proofId) => [.. orders.GetValueOrDefault(proofId) ?? []];

    /// <summary>Each end once: the same failure told again is the same end.</summary>
    public IReadOnlyList<string> EndsOf(Guid proofId) => [.. (ends.GetValueOrDefault(proofId) ?? []).Distinct()];

    public Task PostSend<T>(SendContext<T> context)
        where T : class
    {
        switch (context.Message)
        {
            case GenerateProof order:
                Add(orders, order.ProofId, new Order(ProofStage.Generate, order.Attempt));
                break;
            case VerifyProof order:
                Add(orders, order.ProofId, new Order(ProofStage.Verify, order.Attempt));
                break;
            case PublishProof order:
                Add(orders, order.ProofId, new Order(ProofStage.Publish, order.Attempt));
                break;
        }

        return Task.CompletedTask;
    }

    public Task PostPublish<T>(PublishContext<T> context)
        where T : class
    {
        switch (context.Message)
        {
            case ProofCompleted completed:
                Add(ends, completed.ProofId, $"completed at {completed.CompletedAt:O}");
                break;
            case ProofFailed failed:
                Add(ends, failed.ProofId, $"failed at {failed.FailedAt:O}");
                break;
            case ProofCancelled cancelled:
                Add(ends, cancelled.ProofId, $"cancelled at {cancelled.CancelledAt:O}");
                break;
        }

        return Task.CompletedTask;
    }

    public Task PreSend<T>(SendContext<T> context)
        where T : class => Task.CompletedTask;

    public Task SendFault<T>(SendContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;

    public Task PrePublish<T>(PublishContext<T> context)
        where T : class => Task.CompletedTask;

    public Task PublishFault<T>(PublishContext<T> context, Exception exception)
        where T : class => Task.CompletedTask;

    static void Add<T>(ConcurrentDictionary<Guid, ConcurrentQueue<T>> lists, Guid proofId, T value) =>
        lists.GetOrAdd(proofId, _ => new ConcurrentQueue<T>()).Enqueue(value);
}
