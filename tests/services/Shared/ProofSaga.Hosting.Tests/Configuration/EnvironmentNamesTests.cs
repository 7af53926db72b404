using ProofSaga.Hosting.Tests.Support;
using ProofSaga.Persistence;

namespace ProofSaga.Hosting.Tests.Configuration;

/// <summary>Operators may use the names that they know.</summary>
[NonParallelizable]
sealed class EnvironmentNamesTests
{
    Installation installation = null!;

    [SetUp]
    public void CreateInstallation() => installation = new Installation();

    [TearDown]
    public void RemoveInstallation() => installation.Dispose();

    [TestCase("DATABASE_URL", "Database:Url", "sqlite:known.db")]
    [TestCase("RABBITMQ_URL", "RabbitMq:Url", "amqp://known")]
    [TestCase("RABBITMQ_QUEUE_TYPE", "RabbitMq:QueueType", "quorum")]
    [TestCase("RABBITMQ_CONSUMER_TIMEOUT", "RabbitMq:ConsumerTimeout", "00:45:00")]
    [TestCase("SHUTDOWN_GRACE", "Shutdown:Grace", "00:01:00")]
    [TestCase("CHAIN_RPC_URL", "Chain:RpcUrl", "http://known")]
    [TestCase("PRIVATE_KEY", "Chain:PrivateKey", "known")]
    [TestCase("WORKER_CONCURRENCY", "Prover:ProvingProcesses", "3")]
    [TestCase("QUEUE_HIGH_PRIORITY", "Admission:HighWeight", "8")]
    [TestCase("QUEUE_NORMAL_PRIORITY", "Admission:NormalWeight", "4")]
    [TestCase("QUEUE_LOW_PRIORITY", "Admission:LowWeight", "2")]
    [TestCase("LOG_LEVEL", "Logging:Level", "Debug")]
    public void A_known_name_is_a_setting(string name, string key, string value)
    {
        using var environment = new EnvironmentVariables((name, value));

        Assert.That(installation.CreateBuilder().Configuration[key], Is.EqualTo(value));
    }

    [Test]
    public void The_dotnet_name_wins_over_the_known_one()
    {
        using var environment = new EnvironmentVariables(("LOG_LEVEL", "Debug"), ("Logging__Level", "Error"));

        Assert.That(installation.CreateBuilder().Configuration["Logging:Level"], Is.EqualTo("Error"));
    }

    [Test]
    public void The_command_line_wins_over_both()
    {
        using var environment = new EnvironmentVariables(("LOG_LEVEL", "Debug"), ("Logging__Level", "Error"));

        var host = installation.CreateBuilder("--Logging:Level=Fatal");

        Assert.That(host.Configuration["Logging:Level"], Is.EqualTo("Fatal"));
    }

    [Test]
    public void A_known_name_without_a_value_sets_nothing()
    {
        using var environment = new EnvironmentVariables(("LOG_LEVEL", " "));

        Assert.That(installation.CreateBuilder().Configuration["Logging:Level"], Is.Null);
    }

    [Test]
    public void The_database_is_the_one_that_the_environment_names()
    {
        using var environment = new EnvironmentVariables(("DATABASE_URL", "postgres://user:password@host/proofs"));

        Assert.That(installation.CreateBuilder().Database.Kind, Is.EqualTo(DatabaseKind.Postgres));
    }

    [Test]
    public void The_database_is_a_file_in_the_data_folder_when_none_is_named()
    {
        var database = installation.CreateBuilder("--Database:Url=").Database;

        Assert.Multiple(() =>
        {
            Assert.That(database.Kind, Is.EqualTo(DatabaseKind.Sqlite));
            Assert.That(database.ConnectionString, Does.Contain(installation.DatabaseFile));
        });
    }
}
