using MassTransit;

namespace ProofSaga.Orchestrator;

/// <summary>A step of the saga that needs services: does its own, then lets the next one go on.</summary>
public abstract class SagaActivity<T> : IStateMachineActivity<ProofJobState, T>
    where T : class
{
    public async Task Execute(BehaviorContext<ProofJobState, T> context, IBehavior<ProofJobState, T> next)
    {
        await ExecuteAsync(context);
        await next.Execute(context);
    }

    public Task Faulted<TException>(
        BehaviorExceptionContext<ProofJobState, T, TException> context,
        IBehavior<ProofJobState, T> next
    )
        where TException : Exception => next.Faulted(context);

    public void Probe(ProbeContext context) => context.CreateScope(GetType().Name);

    public void Accept(StateMachineVisitor visitor) => visitor.Visit(this);

    protected abstract Task ExecuteAsync(BehaviorContext<ProofJobState, T> context);
}
