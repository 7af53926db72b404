using System.Globalization;
using ProofSaga.Ethereum.Hashing;
using ProofSaga.Ethereum.Local;
using ProofSaga.Ethereum.Signing;

namespace ProofSaga.Ethereum.Tests.Signing;

public class AccountTests
{
    const string One = "0000000000000000000000000000000000000000000000000000000000000001";
    const string Order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";

    [TestCase(One, "0x7E5F4552091A69125d5DfCb7b8C2659029395Bdf")]
    [TestCase(
        "0x4646464646464646464646464646464646464646464646464646464646464646",
        "0x9d8A62f656a8d1615C1294fd71e9CFb3E4855A4F"
    )]
    [TestCase(
        " 0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80\n",
        "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"
    )]
    public void The_address_follows_from_the_key(string key, string address)
    {
        using var account = Account.FromPrivateKey(key);

        Assert.That(account.Address.ToString(), Is.EqualTo(address));
    }

    [Test]
    public void The_development_accounts_are_those_that_anvil_funds()
    {
        string[] addresses =
        [
            "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
            "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
            "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
            "0x90F79bf6EB2c4f870365E785982E1f101E93b906",
        ];

        for (var index = 0; index < addresses.Length; index++)
        {
            using var account = DevelopmentAccounts.Open(index);
            Assert.That(account.Address.ToString(), Is.EqualTo(addresses[index]));
        }
    }

    [Test]
    public void Every_signature_has_a_low_S_and_recovers_to_its_signer([Range(0, 19)] int message)
    {
        using var account = DevelopmentAccounts.Open(0);
        var digest = Keccak256.Hash(message.ToString(CultureInfo.InvariantCulture));

        var signature = account.Sign(digest);

        Assert.That(signature.IsLowS);
        Assert.That(signature.RecoverSigner(digest), Is.EqualTo(account.Address));
    }

    [TestCase("", "is empty")]
    [TestCase("0x", "is empty")]
    [TestCase("abcdef", "has 6 hex digits where 64 are needed")]
    [TestCase("0x" + One + "00", "has 66 hex digits where 64 are needed")]
    [TestCase("000000000000000000000000000000000000000000000000000000000000000g", "no hex digit")]
    [TestCase("0000000000000000000000000000000000000000000000000000000000000000", "is zero")]
    [TestCase(Order, "not below the order")]
    [TestCase("ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "not below the order")]
    public void What_is_no_key_is_refused_without_repeating_it(string key, string reason)
    {
        var exception = Assert.Throws<FormatException>(() => Account.FromPrivateKey(key));

        Assert.That(exception.Message, Does.Contain(reason));
        if (key.Length > 4)
            Assert.That(exception.ToString(), Does.Not.Contain(key).And.Not.Contain(key[..5]));
    }

    [Test]
    public void An_account_shows_its_address_and_never_its_key()
    {
        using var account = Account.FromPrivateKey(DevelopmentAccounts.PrivateKeys[0]);

        Assert.That(account.ToString(), Is.EqualTo("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266"));
    }
}
