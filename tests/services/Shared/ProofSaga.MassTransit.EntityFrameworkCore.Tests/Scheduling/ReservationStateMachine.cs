using MassTransit;

namespace ProofSaga.Provider.Tests.Scheduling;

sealed class ReservationStateMachine : MassTransitStateMachine<Reservation>
{
    public ReservationStateMachine()
    {
        InstanceState(reservation => reservation.CurrentState);
        Event(() => Reserve, correlation => correlation.CorrelateById(context => context.Message.CorrelationId));
        Event(() => Extend, correlation => correlation.CorrelateById(context => context.Message.CorrelationId));
        Event(() => Pay, correlation => correlation.CorrelateById(context => context.Message.CorrelationId));
        Schedule(
            () => Deadline,
            reservation => reservation.DeadlineTokenId,
            schedule =>
            {
                schedule.Delay = TimeSpan.FromHours(1);
                schedule.Received = received => received.CorrelateById(context => context.Message.CorrelationId);
            }
        );

        Initially(
            When(Reserve)
                .Schedule(
                    Deadline,
                    context => new DeadlinePassed(context.Saga.CorrelationId),
                    context => context.Message.Deadline
                )
                .TransitionTo(Reserved)
        );
        During(
            Reserved,
            When(Extend)
                .Schedule(
                    Deadline,
                    context => new DeadlinePassed(context.Saga.CorrelationId),
                    context => context.Message.Deadline
                )
                .If(
                    context => context.Message.ThenFail,
                    binder => binder.Then(_ => throw new InvalidOperationException("no stock"))
                ),
            When(Pay)
                .Unschedule(Deadline)
                .Publish(context => new ReservationEnded(context.Saga.CorrelationId, "paid"))
                .TransitionTo(Over),
            When(Deadline.Received)
                .Unschedule(Deadline)
                .Publish(context => new ReservationEnded(context.Saga.CorrelationId, "too late"))
                .TransitionTo(Over)
        );
        // a deadline that came although it was unscheduled is a fault that the tests would see
    }

    public State Reserved { get; private set; } = null!;

    public State Over { get; private set; } = null!;

    public Event<Reserve> Reserve { get; private set; } = null!;

    public Event<Extend> Extend { get; private set; } = null!;

    public Event<Pay> Pay { get; private set; } = null!;

    public Schedule<Reservation, DeadlinePassed> Deadline { get; private set; } = null!;
}
