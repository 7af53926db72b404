using System.Collections.Concurrent;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.Outages;

/// <summary>Web requests that order, one after another on each node, whatever happens to the servers.</summary>
sealed class OrderTraffic : IDisposable
{
    static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(150);

    readonly ConcurrentQueue<Guid> accepted = new();
    readonly CancellationTokenSource end = new();
    readonly Task[] requests;

    public OrderTraffic(params IReadOnlyCollection<BrokerNode> nodes) => requests = [.. nodes.Select(OrderAsync)];

    /// <summary>Orders whose transaction was committed for certain.</summary>
    public IReadOnlyCollection<Guid> Accepted => accepted;

    /// <summary>Ends when so many more orders have been accepted.</summary>
    public async Task MoreAcceptedAsync(int orders)
    {
        var enough = accepted.Count + orders;
        await Testing.Hosting.Eventually.HoldsAsync(
            () => accepted.Count >= enough,
            $"{orders} more orders are accepted"
        );
    }

    /// <summary>No more orders; those under way are finished.</summary>
    public async Task EndAsync()
    {
        await end.CancelAsync();
        await Task.WhenAll(requests);
    }

    public void Dispose() => end.Dispose();

    async Task OrderAsync(BrokerNode node)
    {
        using var timer = new PeriodicTimer(Interval);
        while (!end.IsCancellationRequested)
        {
            var orderId = NewId.NextGuid();
            try
            {
                await node.InScopeAsync(
                    async (shop, publisher) =>
                    {
                        await publisher.Publish(new PlaceOrder(orderId));
                        await shop.SaveChangesAsync();
                    }
                );
                accepted.Enqueue(orderId);
            }
            catch (Exception refused)
                when (refused is NpgsqlException or InvalidOperationException or DbUpdateException)
            {
                // the caller gets an error and knows nothing of its order
            }

            await timer.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
