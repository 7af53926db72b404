using System.Collections.Concurrent;
using System.Threading.Channels;

namespace ProofSaga.Testing.Hosting;

/// <summary>What the workers of a test said, by kind of message and proof.</summary>
public sealed class Answers
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly ConcurrentDictionary<(Type, Guid), Channel<object>> channels = new();
    readonly ConcurrentQueue<(Guid ProofId, object Message)> heard = new();

    /// <summary>Every message so far, in the order of arrival.</summary>
    public IEnumerable<object> All => heard.Select(answer => answer.Message);

    /// <summary>The messages about one proof so far, in the order of arrival.</summary>
    public IEnumerable<object> About(Guid proofId) =>
        heard.Where(answer => answer.ProofId == proofId).Select(answer => answer.Message);

    public void Add<T>(Guid proofId, T message)
        where T : class
    {
        heard.Enqueue((proofId, message));
        Of<T>(proofId).Writer.TryWrite(message);
    }

    /// <summary>Waits for the next message of the kind about the proof.</summary>
    /// <exception cref="TimeoutException">None came within a minute.</exception>
    public async Task<T> NextAsync<T>(Guid proofId)
        where T : class => (T)await Of<T>(proofId).Reader.ReadAsync().AsTask().WaitAsync(Patience);

    Channel<object> Of<T>(Guid proofId) =>
        channels.GetOrAdd((typeof(T), proofId), _ => Channel.CreateUnbounded<object>());
}
