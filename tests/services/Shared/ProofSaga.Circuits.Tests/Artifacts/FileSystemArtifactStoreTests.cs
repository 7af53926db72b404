using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Circuits.Artifacts;
using ProofSaga.Contracts;
using ProofSaga.Contracts.Failures;
using ProofSaga.Testing;

namespace ProofSaga.Circuits.Tests.Artifacts;

public class FileSystemArtifactStoreTests
{
    const string HelloAddress = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    static readonly byte[] Hello = "hello"u8.ToArray();

    TemporaryFolder folder = null!;
    ServiceProvider services = null!;
    IArtifactStore store = null!;

    [SetUp]
    public void OpenStore()
    {
        folder = new TemporaryFolder();
        services = new ServiceCollection()
            .AddFileSystemArtifactStore(options => options.Folder = Path.Combine(folder.Path, "made", "by", "it"))
            .BuildServiceProvider();
        store = services.GetRequiredService<IArtifactStore>();
    }

    [TearDown]
    public void DeleteStore()
    {
        services.Dispose();
        folder.Dispose();
    }

    [Test]
    public async Task Content_is_stored_under_its_SHA_256()
    {
        var address = await store.StoreAsync(Hello, default);

        Assert.That(address, Is.EqualTo(HelloAddress));
        Assert.That(await store.ReadAsync(address, default), Is.EqualTo(Hello));
    }

    [Test]
    public async Task Storing_again_changes_nothing_however_many_do_it_at_once()
    {
        var addresses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => store.StoreAsync(Hello, default)));

        Assert.That(addresses, Is.All.EqualTo(HelloAddress));
        Assert.That(Files(), Has.Length.EqualTo(1));
    }

    [Test]
    public async Task A_damaged_artifact_is_never_handed_out()
    {
        await store.StoreAsync(Hello, default);
        await File.WriteAllTextAsync(Files().Single(), "hellO");

        Assert.ThrowsAsync<ArtifactCorruptException>(() => store.ReadAsync(HelloAddress, default));
    }

    [Test]
    public async Task Storing_the_content_again_repairs_a_damaged_artifact()
    {
        await store.StoreAsync(Hello, default);
        await File.WriteAllTextAsync(Files().Single(), "hellO");

        await store.StoreAsync(Hello, default);

        Assert.That(await store.ReadAsync(HelloAddress, default), Is.EqualTo(Hello));
    }

    [Test]
    public void An_address_that_holds_nothing_is_not_found() =>
        Assert.ThrowsAsync<ArtifactNotFoundException>(() => store.ReadAsync(HelloAddress, default));

    [Test]
    public async Task A_store_that_cannot_be_written_is_unavailable_for_now()
    {
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "made"), "a file in the place of its folder");

        var failure = Assert.ThrowsAsync<ArtifactStoreUnavailableException>(() => store.StoreAsync(Hello, default));

        Assert.That(FailureTable.KindOf(failure.Code), Is.EqualTo(FailureKind.Transient));
    }

    [Test]
    public async Task An_artifact_that_cannot_be_read_is_unavailable_for_now()
    {
        await store.StoreAsync(Hello, default);
        var file = Files().Single();
        File.Delete(file);
        Directory.CreateDirectory(file);

        var failure = Assert.ThrowsAsync<ArtifactStoreUnavailableException>(() =>
            store.ReadAsync(HelloAddress, default)
        );

        Assert.That(failure.Message, Does.Not.Contain(folder.Path));
    }

    [TestCase(typeof(ArtifactNotFoundException), FailureKind.Permanent)]
    [TestCase(typeof(ArtifactCorruptException), FailureKind.Permanent)]
    public void What_is_not_stored_or_not_what_was_stored_is_a_permanent_failure(Type failure, FailureKind kind)
    {
        var exception = (ArtifactException)Activator.CreateInstance(failure, HelloAddress)!;

        Assert.That(FailureTable.KindOf(exception.Code), Is.EqualTo(kind));
    }

    [TestCase("../../../../etc/passwd")]
    [TestCase("")]
    [TestCase("2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824")]
    public void What_is_no_address_is_never_used_as_a_path(string address)
    {
        Assert.ThrowsAsync<ArgumentException>(() => store.ReadAsync(address, default));
    }

    [Test]
    public void A_store_that_is_broken_off_leaves_no_file()
    {
        Assert.CatchAsync<OperationCanceledException>(() => store.StoreAsync(Hello, new CancellationToken(true)));

        Assert.That(Files(), Is.Empty);
    }

    string[] Files() => Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories);
}
