using System.Globalization;

namespace ProofSaga.Hosting.Messaging.ConsumerTimeouts;

/// <summary>
/// Refuses to start where a stage may take longer than RabbitMQ leaves a message with its consumer: the broker would hand the
/// work to another process while it goes on here, again and again.
/// </summary>
sealed class ConsumerTimeoutCheck(RabbitMqOptions options, IEnumerable<ILongestDeliveries> services)
    : IHostedLifecycleService
{
    /// <exception cref="StartupException">Names every setting that is too long, and what to do.</exception>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (options.ConsumerTimeout == TimeSpan.Zero)
            return Task.CompletedTask;

        var tooLong = services
            .SelectMany(service => service.Find())
            .Where(delivery => delivery.Whole >= options.ConsumerTimeout)
            .ToList();
        return tooLong.Count == 0 ? Task.CompletedTask : throw Explain(tooLong);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    StartupException Explain(IReadOnlyCollection<LongestDelivery> tooLong)
    {
        var settings = tooLong.Select(delivery =>
            $"{delivery.Setting} is {delivery.Limit}, so that with {delivery.Beside} beside it a message of "
            + $"{delivery.Queue} may take {delivery.Whole}"
        );
        var needed = tooLong.Max(delivery => delivery.Whole) + TimeSpan.FromMinutes(1);
        return new StartupException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"RabbitMQ takes a message back from its consumer after RabbitMq:ConsumerTimeout (RABBITMQ_CONSUMER_TIMEOUT), which is {options.ConsumerTimeout}, and {string.Join("; ", settings)}. Lower that, or raise the broker's: write consumer_timeout = {needed.TotalMilliseconds:0} into rabbitmq.conf, restart the broker, and set RabbitMq:ConsumerTimeout to {needed}."
            )
        );
    }
}
