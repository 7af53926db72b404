using System.Diagnostics;
using MassTransit;
using MassTransit.Logging;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Provider.Tests.Support;

namespace ProofSaga.Provider.Tests.RabbitMq;

/// <summary>Alone: it hears the activities of the whole process.</summary>
[NonParallelizable]
sealed class When_headers_go_through_an_outbox(DatabaseKind kind) : RabbitMqScenario(kind)
{
    [Test]
    public async Task Each_simple_type_is_read_as_it_was_set()
    {
        var (id, address) = (Guid.NewGuid(), new Uri("https://proofs.example/1"));
        var at = new DateTime(2026, 11, 22, 6, 30, 15, DateTimeKind.Utc);

        await SendAsync(
            "exchange:far-end",
            new OrderPlaced(id),
            context =>
            {
                context.Headers.Set("text", "a \"text\"\n");
                context.Headers.Set("int", -42);
                context.Headers.Set("long", long.MaxValue);
                context.Headers.Set("double", 1.5);
                context.Headers.Set("yes", true);
                context.Headers.Set("id", id);
                context.Headers.Set("address", address);
                context.Headers.Set("at", at);
            }
        );

        var headers = (await Placed.NextAsync()).Headers;
        Assert.Multiple(() =>
        {
            Assert.That(headers.Get<string>("text"), Is.EqualTo("a \"text\"\n"));
            Assert.That(headers.Get<int>("int"), Is.EqualTo(-42));
            Assert.That(headers.Get<long>("long"), Is.EqualTo(long.MaxValue));
            Assert.That(headers.Get<double>("double"), Is.EqualTo(1.5));
            Assert.That(headers.Get<bool>("yes"), Is.True);
            Assert.That(headers.Get<Guid>("id"), Is.EqualTo(id));
            Assert.That(headers.Get<Uri>("address"), Is.EqualTo(address));
            Assert.That(headers.Get<DateTime>("at"), Is.EqualTo(at));
        });
    }

    [Test]
    public async Task One_trace_follows_from_the_scope_through_the_consumer_to_what_it_publishes()
    {
        var consuming = new List<ActivityTraceId>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == DiagnosticHeaders.DefaultListenerName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity =>
            {
                if (activity.Kind == ActivityKind.Consumer)
                    lock (consuming)
                        consuming.Add(activity.TraceId);
            },
        };
        ActivitySource.AddActivityListener(listener);
        using var request = new Activity("request");
        request.SetIdFormat(ActivityIdFormat.W3C).Start();

        await Node.InScopeAsync(
            async (shop, publisher) =>
            {
                await publisher.Publish(new PlaceOrder(NewId.NextGuid()));
                await shop.SaveChangesAsync();
            }
        );

        await Placed.NextAsync();
        lock (consuming)
            Assert.That(consuming, Has.Count.GreaterThanOrEqualTo(2).And.All.EqualTo(request.TraceId));
    }
}
