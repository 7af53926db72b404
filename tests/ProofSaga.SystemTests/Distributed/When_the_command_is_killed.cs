using ProofSaga.SystemTests.Support;
using ProofSaga.Testing.Hosting;

namespace ProofSaga.SystemTests.Distributed;

/// <summary>SIGKILL leaves <c>up --distributed</c> no chance to stop what it started.</summary>
public class When_the_command_is_killed
{
    readonly string dataFolder = Directory.CreateTempSubdirectory("proofsaga-killed-").FullName;

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(dataFolder, recursive: true);

    [Test]
    public async Task All_of_it_ends_and_the_next_one_goes_on_where_it_was()
    {
        Guid proofId;
        await using (var first = await DistributedProcess.StartAsync(dataFolder, "--instances", "0", "--intake", "1"))
        {
            proofId = await first.Apis[0].SubmitAsync(Submissions.Commitment(0));
            await first.Program.KillAsync();
            await Eventually.HoldsAsync(
                () => first.Program.LivingDescendants.Count == 0,
                "RabbitMQ, Postgres, the chain and the services have ended"
            );
        }

        await using var second = await DistributedProcess.StartAsync(dataFolder);
        var proof = await second.Apis[0].EndOfAsync(proofId);
        await PublicationList.AgreesWithAsync(second.RpcUrl, [proof]);

        Assert.That(await second.StopAsync(), Is.Zero);
        Assert.That(second.Program.LivingDescendants, Is.Empty);
    }
}
