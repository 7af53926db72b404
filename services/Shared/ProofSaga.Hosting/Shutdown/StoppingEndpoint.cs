using MassTransit;

namespace ProofSaga.Hosting.Shutdown;

public static class StoppingEndpoint
{
    /// <summary>
    /// Gives the endpoint's messages back before the grace is over, when the process stops: for work that is no loss, because
    /// whoever gets the message next goes on with it.
    /// </summary>
    /// <param name="patience">How long they may still take to finish.</param>
    public static void GiveBackWhenStopping(
        this IReceiveEndpointConfigurator endpoint,
        IRegistrationContext context,
        TimeSpan patience
    )
    {
        var begin = context.GetRequiredService<BusStop>().Begun;
        GiveBack(endpoint, context.GetRequiredService<StopPatience>().After(patience, begin));
    }

    internal static void GiveBackAtOnceWhenTold(
        this IReceiveEndpointConfigurator endpoint,
        IRegistrationContext context
    ) => GiveBack(endpoint, context.GetRequiredService<StopPatience>().AtOnce);

    internal static void BeginNothingWhileStopping(
        this IReceiveEndpointConfigurator endpoint,
        IRegistrationContext context
    )
    {
        var filter = new BeginNothingFilter(context.GetRequiredService<BusStop>());
        endpoint.ConfigureReceive(receive => receive.UseFilter(filter));
    }

    static void GiveBack(IReceiveEndpointConfigurator endpoint, CancellationToken when) =>
        endpoint.ConfigureReceive(receive => receive.UseFilter(new GiveBackFilter(when)));
}
