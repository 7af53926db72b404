using MassTransit;

namespace ProofSaga.Hosting.Messaging;

/// <summary>
/// Sets messages aside whose <c>ProofId</c> is missing or empty. To their consumers they would mean a proof that there is
/// none of, and they would be gone without a trace.
/// </summary>
sealed class ProofNameFilter<T> : IFilter<ConsumeContext<T>>
    where T : class
{
    /// <summary>null for a message that is not about a proof.</summary>
    static readonly Func<T, Guid>? ProofIdOf = typeof(T)
        .GetProperty("ProofId", typeof(Guid))
        ?.GetMethod?.CreateDelegate<Func<T, Guid>>();

    /// <exception cref="UnnamedProofException">It names no proof.</exception>
    public Task Send(ConsumeContext<T> context, IPipe<ConsumeContext<T>> next) =>
        ProofIdOf?.Invoke(context.Message) == Guid.Empty
            ? throw new UnnamedProofException(typeof(T))
            : next.Send(context);

    public void Probe(ProbeContext context) => context.CreateFilterScope("proofName");
}
