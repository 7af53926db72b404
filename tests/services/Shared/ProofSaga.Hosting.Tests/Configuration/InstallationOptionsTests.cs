using ProofSaga.Hosting.Configuration;
using ProofSaga.Hosting.Tests.Support;
using ProofSaga.Testing;

namespace ProofSaga.Hosting.Tests.Configuration;

/// <summary>An installation finds its files.</summary>
[NonParallelizable]
sealed class InstallationOptionsTests
{
    const string ProgramFolder = "APP_CONTEXT_BASE_DIRECTORY";

    Installation installation = null!;

    [SetUp]
    public void CreateInstallation() => installation = new Installation();

    [TearDown]
    public void RemoveInstallation()
    {
        AppContext.SetData(ProgramFolder, data: null);
        installation.Dispose();
    }

    [Test]
    public void The_infra_folder_is_found_above_the_program() =>
        Assert.That(new InstallationOptions().ResolveInfraDirectory(), Is.EqualTo(RepositoryRoot.Infra));

    [Test]
    public void The_infra_folder_is_found_beside_the_program()
    {
        var infra = Directory.CreateDirectory(Path.Combine(installation.Folder, "infra")).FullName;
        File.WriteAllText(Path.Combine(infra, "package.json"), "{}");
        AppContext.SetData(ProgramFolder, installation.Folder);

        Assert.That(new InstallationOptions().ResolveInfraDirectory(), Is.EqualTo(infra));
    }

    [Test]
    public void An_infra_folder_that_is_not_found_is_an_error_that_names_the_setting()
    {
        AppContext.SetData(ProgramFolder, installation.Folder);

        Assert.That(
            () => new InstallationOptions().ResolveInfraDirectory(),
            Throws
                .TypeOf<DirectoryNotFoundException>()
                .With.Message.Contains("InfraDirectory")
                .And.Message.Contains(installation.Folder)
        );
    }

    [Test]
    public void The_infra_folder_that_is_set_is_not_looked_for()
    {
        AppContext.SetData(ProgramFolder, installation.Folder);
        var options = new InstallationOptions { InfraDirectory = "/somewhere/infra" };

        Assert.That(options.ResolveInfraDirectory(), Is.EqualTo("/somewhere/infra"));
    }

    [Test]
    public void Files_lie_in_the_data_folder_unless_they_are_set()
    {
        var options = new InstallationOptions { DataDirectory = installation.Folder };

        Assert.Multiple(() =>
        {
            Assert.That(options.ResolvedArtifactsDirectory, Is.EqualTo(Path.Combine(installation.Folder, "artifacts")));
            Assert.That(options.ResolvedSecretKeyFile, Is.EqualTo(Path.Combine(installation.Folder, "secret.key")));
        });
    }

    [Test]
    public void The_data_folder_is_made()
    {
        var folder = Path.Combine(installation.Folder, "not", "yet");

        installation.CreateBuilder($"--DataDirectory={folder}");

        Assert.That(folder, Does.Exist);
    }
}
