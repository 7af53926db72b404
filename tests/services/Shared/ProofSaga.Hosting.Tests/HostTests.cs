using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Circuits.Artifacts;
using ProofSaga.Circuits.Catalog;
using ProofSaga.Hosting.Tests.Support;

namespace ProofSaga.Hosting.Tests;

/// <summary>A host is built once from what several services ask of it, or says what hinders it.</summary>
sealed class HostTests
{
    Installation installation = null!;

    [SetUp]
    public void CreateInstallation() => installation = new Installation();

    [TearDown]
    public void RemoveInstallation() => installation.Dispose();

    [Test]
    public async Task Circuits_that_two_services_ask_for_are_registered_once()
    {
        var host = installation.CreateBuilder();

        host.UseCircuits();
        host.UseCircuits();

        await using var app = host.Build();
        Assert.Multiple(() =>
        {
            Assert.That(app.Services.GetServices<ICircuitCatalog>(), Has.Exactly(1).Items);
            Assert.That(app.Services.GetServices<IArtifactStore>(), Has.Exactly(1).Items);
            Assert.That(app.Services.GetRequiredService<ICircuitCatalog>().Find("preimage"), Is.Not.Null);
        });
    }

    [Test]
    public async Task A_secret_key_is_made_at_the_first_start_and_kept()
    {
        var file = Path.Combine(installation.Folder, "secret.key");
        await using var firstStart = installation.CreateBuilder().Build();
        var first = await File.ReadAllTextAsync(file);

        await using var secondStart = installation.CreateBuilder().Build();

        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo(first));
    }

    [TestCase("correct horse battery staple")]
    [TestCase("c2hvcnQ=")]
    public void A_broken_secret_key_is_an_error_that_names_the_file_and_does_not_quote_it(string content)
    {
        var file = Path.Combine(installation.Folder, "broken.key");
        File.WriteAllText(file, content);

        var error = Assert.Catch(() => installation.CreateBuilder($"--SecretKeyFile={file}").Build());

        Assert.That(error, Is.TypeOf<InvalidDataException>());
        Assert.That(error.ToString(), Does.Contain(file).And.Not.Contain(content));
    }

    [TestCase("Loud")]
    [TestCase("99")]
    public void A_wrong_log_level_is_an_error_that_names_the_setting_and_the_choices(string level)
    {
        var error = Assert.Catch(() => installation.CreateBuilder($"--Logging:Level={level}").Build());

        Assert.That(error, Is.TypeOf<FormatException>());
        Assert.That(error.Message, Does.Contain("LOG_LEVEL").And.Contain($"'{level}'").And.Contain("Information"));
    }
}
