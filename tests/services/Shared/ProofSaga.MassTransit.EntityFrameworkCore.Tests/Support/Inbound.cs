using System.Threading.Channels;
using MassTransit;

namespace ProofSaga.Provider.Tests.Support;

/// <summary>What arrived at the far end, in order.</summary>
sealed class Inbound<T> : IConsumer<T>
    where T : class
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly Channel<ConsumeContext<T>> arrived = Channel.CreateUnbounded<ConsumeContext<T>>();

    /// <summary>How many have arrived and were not taken yet.</summary>
    public int Waiting => arrived.Reader.Count;

    public Task Consume(ConsumeContext<T> context) => arrived.Writer.WriteAsync(context).AsTask();

    /// <summary>The next message; fails after 30 seconds.</summary>
    public async Task<ConsumeContext<T>> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await arrived.Reader.ReadAsync(patience.Token);
    }

    public async Task<IReadOnlyList<ConsumeContext<T>>> NextAsync(int count)
    {
        var messages = new List<ConsumeContext<T>>();
        while (messages.Count < count)
            messages.Add(await NextAsync());
        return messages;
    }
}
