using Microsoft.Extensions.Configuration;
using ProofSaga.Publisher.Chains;

namespace ProofSaga.Publisher.Tests.Chains;

public class NamedChainTests
{
    [Test]
    public void Of_several_chains_the_named_one_is_published_on()
    {
        var options = Read(
            ("Chain:Name", "sepolia"),
            ("Chains:mainnet:RpcUrls:0", "https://mainnet.example"),
            ("Chains:mainnet:ChainId", "1"),
            ("Chains:sepolia:RpcUrls:0", "https://one.example"),
            ("Chains:sepolia:RpcUrls:1", "https://two.example"),
            ("Chains:sepolia:ChainId", "11155111"),
            ("Chains:sepolia:Confirmations", "3"),
            ("Chains:sepolia:TransactionUrl", "https://explorer.example/{hash}")
        );

        Assert.Multiple(() =>
        {
            Assert.That(options.Name, Is.EqualTo("sepolia"));
            Assert.That(options.Endpoints, Is.EqualTo(new[] { "https://one.example", "https://two.example" }));
            Assert.That(options.ChainId, Is.EqualTo(11155111));
            Assert.That(options.Confirmations, Is.EqualTo(3));
            Assert.That(options.TransactionUrlOf("0x1"), Is.EqualTo("https://explorer.example/0x1"));
        });
    }

    [TestCase("Chain:RpcUrl")]
    [TestCase("Chain:RpcUrls:0")]
    public void What_the_chain_section_sets_itself_comes_first(string key)
    {
        var options = Read(
            ("Chain:Name", "sepolia"),
            (key, "https://own.example"),
            ("Chain:Confirmations", "5"),
            ("Chains:sepolia:RpcUrl", "https://one.example"),
            ("Chains:sepolia:Confirmations", "3"),
            ("Chains:sepolia:ChainId", "11155111")
        );

        Assert.Multiple(() =>
        {
            Assert.That(options.Endpoints, Is.EqualTo(new[] { "https://own.example" }));
            Assert.That(options.Confirmations, Is.EqualTo(5));
            Assert.That(options.ChainId, Is.EqualTo(11155111));
        });
    }

    [Test]
    public void Without_any_chains_a_name_is_only_a_name() =>
        Assert.That(Problems(("Chain:Name", "sepolia")), Is.Empty);

    [TestCase("holesky")]
    [TestCase(null)]
    public void A_name_that_is_none_of_the_chains_is_an_error_that_lists_them(string? name) =>
        Assert.That(
            Problems(
                ("Chain:Name", name),
                ("Chains:mainnet:RpcUrl", "https://mainnet.example"),
                ("Chains:sepolia:RpcUrl", "https://one.example")
            ),
            Has.Exactly(1).Contains($"'{name ?? "local"}' and has no endpoint: Chains has 'mainnet', 'sepolia'")
        );

    static ChainOptions Read(params (string Key, string? Value)[] settings) => Chain(settings).Read();

    static IEnumerable<string> Problems(params (string Key, string? Value)[] settings)
    {
        var chain = Chain(settings);
        return chain.Validate(name: null, chain.Read()).Failures ?? [];
    }

    static NamedChain Chain((string Key, string? Value)[] settings) =>
        new(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    settings
                        .Where(setting => setting.Value is not null)
                        .Select(setting => KeyValuePair.Create(setting.Key, setting.Value))
                )
                .Build()
        );
}
