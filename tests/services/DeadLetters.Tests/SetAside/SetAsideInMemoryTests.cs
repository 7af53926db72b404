using System.Collections.Concurrent;
using MassTransit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Contracts.Replaying;
using ProofSaga.Contracts.Verification;
using ProofSaga.Persistence.DeadLetters;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.DeadLetters.Tests.SetAside;

/// <summary>The same in one process, on the bus in memory and SQLite.</summary>
public class SetAsideInMemoryTests
{
    readonly ConcurrentQueue<Guid?> seen = new();

    DeadLettersHost host = null!;

    [SetUp]
    public async Task Start()
    {
        seen.Clear();
        host = await DeadLettersHost.StartAsync(builder =>
        {
            builder.Services.AddSingleton(seen);
            builder.ConfigureBus(bus =>
                bus.AddConsumer<FailingConsumer>().Endpoint(endpoint => endpoint.Name = "verify-proof")
            );
        });
    }

    [TearDown]
    public async Task Stop() => await host.DisposeAsync();

    [Test]
    public async Task What_a_consumer_fails_at_is_a_letter_and_a_replay_tries_it_again()
    {
        var order = new VerifyProof(Guid.NewGuid(), Attempt: 1, "preimage", "groth16");
        await (await host.Bus.GetSendEndpoint(new Uri("queue:verify-proof"))).Send(order);
        var first = (await LettersAsync(1)).Single();

        await host.InDatabaseAsync(db =>
            db.DeadLetters.ExecuteUpdateAsync(update =>
                update.SetProperty(letter => letter.Resolution, DeadLetterResolution.Replayed)
            )
        );
        await host.Bus.Publish(new ReturnMessage(first.Letter.Id));
        await host.Bus.Publish(new ReturnMessage(first.Letter.Id));
        await host.ConsumedAsync(2);
        var letters = await LettersAsync(2);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(
                letters.Select(letter => (letter.Letter.ProofId, letter.Letter.Code, letter.Letter.Stage)),
                Is.All.EqualTo((order.ProofId, "consumer_failed", "verify"))
            );
            Assert.That(first.Letter.Error, Does.Contain("IOException").And.Not.Contain($"{order.ProofId}"));
            Assert.That(first.Message.MessageType, Is.EqualTo(MessageUrn.ForTypeString<VerifyProof>()));
            Assert.That(seen, Has.Count.EqualTo(2));
            Assert.That(seen.Distinct().Count(), Is.EqualTo(1), "it is the same message");
            Assert.That(letters, Has.Count.EqualTo(2));
            Assert.That(letters.Count(letter => letter.Message.ProtectedMessage is null), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task What_nobody_takes_is_a_letter()
    {
        await (await host.Bus.GetSendEndpoint(new Uri("queue:dead-letter"))).Send(
            new VerifyProof(Guid.NewGuid(), Attempt: 1, "preimage", "groth16")
        );

        var letter = (await LettersAsync(1)).Single().Letter;

        Assert.That(
            (letter.Queue, letter.Code, letter.Stage, letter.Attempts),
            Is.EqualTo(("dead-letter", "message_skipped", "dead_letters", 0))
        );
    }

    Task<IReadOnlyList<SetAsideLetter>> LettersAsync(int count) =>
        Eventually.GetAsync(
            () => host.InDatabaseAsync(SetAsideLetter.AllAsync),
            letters => letters.Count >= count,
            $"{count} letters are stored"
        );
}
