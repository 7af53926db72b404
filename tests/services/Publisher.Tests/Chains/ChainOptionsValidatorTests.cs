using ProofSaga.Ethereum.Local;
using ProofSaga.Publisher.Chains;

namespace ProofSaga.Publisher.Tests.Chains;

sealed class ChainOptionsValidatorTests
{
    const string Account = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

    static readonly ChainOptionsValidator Validator = new();

    [Test]
    public void The_defaults_are_valid_and_publish_nothing()
    {
        var options = new ChainOptions();
        Assert.Multiple(() =>
        {
            Assert.That(Problems(options), Is.Empty);
            Assert.That(options.WhyDisabled, Is.EqualTo("no chain is configured (Chain:RpcUrl)"));
        });
    }

    [Test]
    public void An_endpoint_and_a_key_are_enough()
    {
        var options = new ChainOptions
        {
            RpcUrl = "http://127.0.0.1:8545",
            PrivateKey = DevelopmentAccounts.PrivateKeys[0],
        };
        Assert.Multiple(() =>
        {
            Assert.That(Problems(options), Is.Empty);
            Assert.That(options.WhyDisabled, Is.Null);
        });
    }

    [Test]
    public void All_problems_are_reported_at_once_each_by_its_key()
    {
        var problems = Problems(
            new ChainOptions
            {
                Name = "",
                RpcUrl = "127.0.0.1:8545",
                ChainId = 0,
                PrivateKey = "0x12",
                RegistryAddress = "0x34",
                DeployRegistry = true,
                Confirmations = 0,
                ConnectTimeout = TimeSpan.Zero,
                ReceiptTimeout = TimeSpan.FromDays(2),
                ReceiptPollInterval = TimeSpan.Zero,
                MaxFeePerGasGwei = 0,
                StuckAfter = TimeSpan.Zero,
                MaxReplacements = -1,
                LookBackBlocks = -1,
                BatchSize = 33,
                BatchWindow = TimeSpan.FromMinutes(2),
                LookBackInterval = TimeSpan.Zero,
                TransactionUrl = "https://explorer.example/tx/",
            }
        );

        foreach (
            var key in (string[])
                [
                    "Name",
                    "RpcUrl",
                    "ChainId",
                    "PrivateKey",
                    "RegistryAddress",
                    "DeployRegistry",
                    "Confirmations",
                    "ConnectTimeout",
                    "ReceiptTimeout",
                    "ReceiptPollInterval",
                    "MaxFeePerGasGwei",
                    "StuckAfter",
                    "MaxReplacements",
                    "LookBackBlocks",
                    "BatchSize",
                    "BatchWindow",
                    "LookBackInterval",
                    "TransactionUrl",
                ]
        )
        {
            Assert.That(problems, Has.Some.Contains($"Chain:{key} ").Or.Some.Contains($"Chain:{key}'"), key);
        }
    }

    [Test]
    public void A_key_and_a_key_file_exclude_each_other() =>
        Assert.That(
            Problems(new ChainOptions { PrivateKey = DevelopmentAccounts.PrivateKeys[0], PrivateKeyFile = "key" }),
            Has.Some.Contains("set one of them")
        );

    [Test]
    public void A_key_file_that_is_not_there_is_named() =>
        Assert.That(
            Problems(new ChainOptions { PrivateKeyFile = "no/such/file" }),
            Has.Exactly(1).Contains("Chain:PrivateKeyFile 'no/such/file' cannot be read")
        );

    [TestCase("http://one.example, http://two.example")]
    [TestCase("http://one.example http://two.example")]
    [TestCase("http://one.example\n,http://two.example\n")]
    public void Endpoints_are_separated_by_commas_or_blanks(string urls)
    {
        var options = new ChainOptions { RpcUrl = urls, ChainId = 1 };
        Assert.Multiple(() =>
        {
            Assert.That(Problems(options), Is.Empty);
            Assert.That(options.Endpoints, Is.EqualTo(new[] { "http://one.example", "http://two.example" }));
        });
    }

    [Test]
    public void Endpoints_are_a_list_too()
    {
        var options = new ChainOptions { RpcUrls = ["http://one.example/?a,b", "http://two.example"], ChainId = 1 };
        Assert.Multiple(() =>
        {
            Assert.That(Problems(options), Is.Empty);
            Assert.That(options.Endpoints, Is.EqualTo(options.RpcUrls));
        });
    }

    [Test]
    public void Several_endpoints_need_the_id_of_their_chain() =>
        Assert.That(
            Problems(new ChainOptions { RpcUrl = "http://one.example,http://two.example" }),
            Has.Exactly(1).Items.And.Exactly(1).Contains("Chain:ChainId is missing")
        );

    [Test]
    public void Each_endpoint_is_checked_and_none_is_shown()
    {
        var problems = Problems(
            new ChainOptions
            {
                RpcUrl = "http://one.example",
                RpcUrls = [.. Enumerable.Repeat("wss://secret.example", 17)],
                ChainId = 1,
            }
        );

        Assert.That(problems, Has.Exactly(1).Contains("Chain:RpcUrl and Chain:RpcUrls are both set"));
        Assert.That(problems, Has.Exactly(1).Contains("Chain:RpcUrls has 17 endpoints; it must have at most 16"));
        Assert.That(problems, Has.Exactly(1).Contains("Chain:RpcUrls has an endpoint twice"));
        Assert.That(problems, Has.Exactly(1).Contains("its entry 17 is none"));
        Assert.That(problems, Has.None.Contains("secret"));
    }

    [TestCase("http://127.0.0.1:9000", null, "Chain:SignerAddress is missing")]
    [TestCase(null, Account, "Chain:SignerUrl is missing")]
    [TestCase("ftp://signer.example/secret", Account, "Chain:SignerUrl must be an absolute http or https URL")]
    [TestCase("http://127.0.0.1:9000", "0x12", "Chain:SignerAddress has 1 bytes where 20 are needed")]
    public void A_remote_signer_needs_url_and_address(string? url, string? address, string problem) =>
        Assert.That(
            Problems(new ChainOptions { SignerUrl = url, SignerAddress = address }),
            Has.Exactly(1).Items.And.Exactly(1).Contains(problem).And.None.Contains("secret")
        );

    [Test]
    public void A_remote_signer_and_a_key_exclude_each_other() =>
        Assert.That(
            Problems(
                new ChainOptions
                {
                    SignerUrl = "http://127.0.0.1:9000",
                    SignerAddress = Account,
                    PrivateKey = DevelopmentAccounts.PrivateKeys[0],
                }
            ),
            Has.Exactly(1).Contains("Chain:SignerUrl excludes Chain:PrivateKey")
        );

    [Test]
    public void A_remote_signer_is_enough_to_publish()
    {
        var options = new ChainOptions
        {
            RpcUrl = "http://127.0.0.1:8545",
            SignerUrl = "http://127.0.0.1:9000",
            SignerAddress = Account,
        };
        Assert.Multiple(() =>
        {
            Assert.That(Problems(options), Is.Empty);
            Assert.That(options.WhyDisabled, Is.Null);
        });
    }

    [Test]
    public void An_endpoint_with_a_secret_in_it_is_not_shown() =>
        Assert.That(Problems(new ChainOptions { RpcUrl = "wss://node.example/secret" }), Has.None.Contains("secret"));

    static IReadOnlyList<string> Problems(ChainOptions options) =>
        [.. Validator.Validate(name: null, options).Failures ?? []];
}
