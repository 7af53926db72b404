using System.Security.Cryptography;
using ProofSaga.Hosting;

namespace ProofSaga.SystemTests.Distributed;

/// <summary>Each process could make a key of its own: then one could not read what another one stored.</summary>
public class When_a_process_has_another_secret_key
{
    [Test]
    public async Task It_does_not_start_and_says_which_file_to_share()
    {
        await using var installation = await Installation.PrepareAsync();
        await installation.StartIntakeAsync();
        using var folder = new TemporaryKey();

        var error = Assert.CatchAsync<StartupException>(() =>
            installation.StartOrchestratorAsync($"--SecretKeyFile={folder.Path}")
        );

        Assert.That(error.Message, Does.Contain("SecretKeyFile").And.Contain("share one key"));
    }

    sealed class TemporaryKey : IDisposable
    {
        public TemporaryKey() => File.WriteAllText(Path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
