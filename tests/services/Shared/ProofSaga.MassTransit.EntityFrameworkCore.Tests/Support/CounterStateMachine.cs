using MassTransit;

namespace ProofSaga.Provider.Tests.Support;

sealed class CounterStateMachine : MassTransitStateMachine<Counter>
{
    public CounterStateMachine(CounterOptions options)
    {
        InstanceState(counter => counter.CurrentState);
        Event(
            () => CountUp,
            correlation =>
            {
                correlation.CorrelateById(context => context.Message.CorrelationId);
                correlation.InsertOnInitial = options.InsertsOnInitial;
            }
        );
        Initially(Count(When(CountUp)).TransitionTo(Counting));
        During(Counting, Count(When(CountUp)));
    }

    public State Counting { get; private set; } = null!;

    public Event<CountUp> CountUp { get; private set; } = null!;

    static EventActivityBinder<Counter, CountUp> Count(EventActivityBinder<Counter, CountUp> binder) =>
        binder
            .ThenAsync(async context =>
            {
                // gives another message for the same saga the time to come between
                await Task.Yield();
                context.Saga.Count++;
            })
            .Publish(context => new CountedUp(context.Saga.CorrelationId, context.Saga.Count));
}
