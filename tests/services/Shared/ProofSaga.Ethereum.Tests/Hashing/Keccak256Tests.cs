using ProofSaga.Ethereum.Hashing;

namespace ProofSaga.Ethereum.Tests.Hashing;

public class Keccak256Tests
{
    static IEnumerable<TestCaseData> KnownAnswers() =>
        File.ReadLines(Path.Combine(TestContext.CurrentContext.TestDirectory, "Hashing", "KeccakKnownAnswers.txt"))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(' '))
            .Select(parts =>
            {
                var message = Convert.FromHexString(parts[0].Trim('-'));
                return new TestCaseData(message, parts[1]).SetArgDisplayNames($"{message.Length} bytes");
            });

    [TestCaseSource(nameof(KnownAnswers))]
    public void The_known_answers_of_the_Keccak_team_come_out(byte[] message, string hash)
    {
        Assert.That(Convert.ToHexString(Keccak256.Hash(message).ToArray()), Is.EqualTo(hash));
    }

    [TestCase("abc", "0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45")]
    [TestCase("testing", "0x5f16f4c7f149ac4f9510d9cf8cf384038ad348b3bcdc01915f95de12df9d1b02")]
    public void Text_is_hashed_as_UTF8(string text, string hash)
    {
        Assert.That(Keccak256.Hash(text).ToString(), Is.EqualTo(hash));
    }

    // made with @noble/hashes: around one block, and exactly two
    [TestCase(135, "0x34367dc248bbd832f4e3e69dfaac2f92638bd0bbd18f2912ba4ef454919cf446")]
    [TestCase(136, "0xa6c4d403279fe3e0af03729caada8374b5ca54d8065329a3ebcaeb4b60aa386e")]
    [TestCase(137, "0xd869f639c7046b4929fc92a4d988a8b22c55fbadb802c0c66ebcd484f1915f39")]
    [TestCase(272, "0xcf7fcd4f705ee749930d19ca84561a9bf62516bd90a471545fa2f49fdc7e63c8")]
    public void The_padding_is_right_where_a_block_is_just_full(int length, string hash)
    {
        Assert.That(Keccak256.Hash(new string('a', length)).ToString(), Is.EqualTo(hash));
    }

    [Test]
    public void A_destination_that_is_too_small_is_refused()
    {
        Assert.That(() => Keccak256.Hash([], new byte[31]), Throws.ArgumentException);
    }
}
