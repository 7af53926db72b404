using ProofSaga.Persistence.Secrets;

namespace ProofSaga.Persistence.Tests.Secrets;

public class SecretKeyTests
{
    static readonly Guid ProofId = Guid.NewGuid();

    string folder = null!;

    string KeyFile => Path.Combine(folder, "secret.key");

    [SetUp]
    public void MakeFolder() => folder = Directory.CreateTempSubdirectory("proofsaga-key-").FullName;

    [TearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [Test]
    public void A_new_key_is_kept_for_the_next_start()
    {
        var made = new InputProtector(SecretKey.LoadOrCreate(KeyFile));
        var loaded = new InputProtector(SecretKey.LoadOrCreate(KeyFile));

        Assert.That(loaded.Unprotect(ProofId, made.Protect(ProofId, [7])), Is.EqualTo(new byte[] { 7 }));
    }

    [Test]
    public void Two_installations_have_different_keys()
    {
        SecretKey.LoadOrCreate(KeyFile);
        var other = Path.Combine(folder, "other.key");
        SecretKey.LoadOrCreate(other);

        Assert.That(File.ReadAllText(other), Is.Not.EqualTo(File.ReadAllText(KeyFile)));
    }

    [Test]
    public void Only_its_owner_can_read_a_new_key()
    {
        SecretKey.LoadOrCreate(KeyFile);

        Assert.That(File.GetUnixFileMode(KeyFile), Is.EqualTo(UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    // often: they meet within microseconds or not at all
    [Test, Repeat(200)]
    public void Processes_that_start_at_once_have_one_key()
    {
        File.Delete(KeyFile);
        var keys = new InputProtector[16];
        Parallel.For(
            0,
            keys.Length,
            new ParallelOptions { MaxDegreeOfParallelism = keys.Length },
            i => keys[i] = new InputProtector(SecretKey.LoadOrCreate(KeyFile))
        );

        var fingerprints = keys.Select(key => Convert.ToHexString(key.Fingerprint([1]))).Distinct();

        Assert.That(fingerprints.Count(), Is.EqualTo(1));
        Assert.That(Directory.GetFiles(folder), Is.EqualTo(new[] { KeyFile }), "nothing unfinished is left");
    }

    [TestCase("")]
    [TestCase("not base64 but secret")]
    [TestCase("c2VjcmV0")]
    [TestCase("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void A_file_that_holds_no_key_is_refused_without_repeating_it(string content)
    {
        File.WriteAllText(KeyFile, content);

        Assert.That(
            () => SecretKey.LoadOrCreate(KeyFile),
            Throws
                .TypeOf<InvalidDataException>()
                .With.Message.Contains(KeyFile)
                .And.Message.Contains("32 bytes")
                .And.Matches<Exception>(error =>
                    content.Length == 0 || !error.ToString().Contains(content, StringComparison.Ordinal)
                )
        );
    }

    [Test]
    public void A_key_file_that_is_named_but_absent_is_not_made_by_loading() =>
        Assert.That(() => SecretKey.Load(KeyFile), Throws.TypeOf<FileNotFoundException>());

    [TestCase(0)]
    [TestCase(31)]
    [TestCase(33)]
    public void A_key_of_another_length_is_refused(int length) =>
        Assert.That(() => new SecretKey(new byte[length]), Throws.ArgumentException);
}
