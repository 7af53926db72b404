using Microsoft.Extensions.Options;

namespace ProofSaga.Publisher.Chains;

/// <summary>
/// Takes the chain that <c>Chain:Name</c> names from section <c>Chains</c>, where each has the settings of
/// <see cref="ChainOptions"/> under its name. What section <c>Chain</c> sets itself comes first.
/// </summary>
public sealed class NamedChain(IConfiguration configuration)
    : IConfigureOptions<ChainOptions>,
        IValidateOptions<ChainOptions>
{
    const string Section = "Chains";

    readonly IConfigurationSection own = configuration.GetSection(ChainOptions.Section);
    readonly IConfigurationSection chains = configuration.GetSection(Section);

    /// <summary>The chain as it is configured, valid or not.</summary>
    public ChainOptions Read()
    {
        var options = new ChainOptions();
        Configure(options);
        return options;
    }

    public void Configure(ChainOptions options)
    {
        if (own[nameof(ChainOptions.Name)] is { Length: > 0 } name)
            chains.GetSection(name).Bind(options);
        // or else its endpoints would be added to those of the named one
        if (own.Get<ChainOptions>() is { Endpoints.Count: > 0 })
            (options.RpcUrl, options.RpcUrls) = (null, []);
        own.Bind(options);
    }

    public ValidateOptionsResult Validate(string? name, ChainOptions options)
    {
        var names = chains.GetChildren().Select(chain => chain.Key).ToArray();
        return names.Length == 0 || options.Endpoints.Count > 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"Chain:Name is '{options.Name}' and has no endpoint: {Section} has '{string.Join("', '", names)}'."
            );
    }
}
