using Microsoft.Extensions.Options;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Registry;

namespace ProofSaga.Publisher.Chains;

/// <summary>Reports everything that is wrong with the options at once; never shows the endpoint or the key.</summary>
sealed class ChainOptionsValidator : IValidateOptions<ChainOptions>
{
    const int MostEndpoints = 16;

    static readonly TimeSpan ShortestPollInterval = TimeSpan.FromMilliseconds(10);
    static readonly TimeSpan LongestBatchWindow = TimeSpan.FromMinutes(1);
    static readonly TimeSpan LongestWait = TimeSpan.FromHours(24);

    public ValidateOptionsResult Validate(string? name, ChainOptions options)
    {
        var problems = Problems(options).ToArray();
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    static IEnumerable<string> Problems(ChainOptions options) =>
        [
            .. ChainProblems(options),
            .. EndpointProblems(options),
            .. KeyProblems(options),
            .. RemoteSignerProblems(options),
            .. RegistryProblems(options),
            .. WaitProblems(options),
            .. BatchProblems(options),
            .. LookBackProblems(options),
            .. FeeProblems(options),
        ];

    static IEnumerable<string> ChainProblems(ChainOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Name))
            yield return "Chain:Name must not be empty.";
        if (options.ChainId is 0 or > long.MaxValue)
            yield return $"Chain:ChainId is {options.ChainId}; it must be from 1 to {long.MaxValue}.";
        if (options.TransactionUrl is { } url && (!url.Contains("{hash}", StringComparison.Ordinal) || !IsHttp(url)))
            yield return $"Chain:TransactionUrl is '{url}'; it must be an http or https URL with {{hash}} in it.";
    }

    static IEnumerable<string> EndpointProblems(ChainOptions options)
    {
        var endpoints = options.Endpoints;
        var key = options.RpcUrls.Count > 0 ? "Chain:RpcUrls" : "Chain:RpcUrl";
        if (options.RpcUrls.Count > 0 && !string.IsNullOrWhiteSpace(options.RpcUrl))
            yield return "Chain:RpcUrl and Chain:RpcUrls are both set; set one of them.";
        if (endpoints.Count > MostEndpoints)
            yield return $"{key} has {endpoints.Count} endpoints; it must have at most {MostEndpoints}.";
        if (endpoints.Distinct(StringComparer.Ordinal).Count() != endpoints.Count)
            yield return $"{key} has an endpoint twice.";
        if (endpoints.Count > 1 && options.ChainId is null)
            yield return $"Chain:ChainId is missing: {key} has several endpoints, and each must report it.";
        for (var at = 0; at < endpoints.Count; at++)
        {
            if (!IsHttp(endpoints[at]))
                yield return $"{key} must be an absolute http or https URL: its entry {at + 1} is none.";
        }
    }

    static IEnumerable<string> KeyProblems(ChainOptions options)
    {
        var hasKey = !string.IsNullOrWhiteSpace(options.PrivateKey);
        var hasFile = !string.IsNullOrWhiteSpace(options.PrivateKeyFile);
        if (hasKey && hasFile)
            yield return "Chain:PrivateKey and Chain:PrivateKeyFile are both set; set one of them.";
        if ((hasKey || hasFile) && KeyProblem(options) is { } problem)
            yield return problem;
    }

    static IEnumerable<string> RemoteSignerProblems(ChainOptions options)
    {
        var hasUrl = !string.IsNullOrWhiteSpace(options.SignerUrl);
        var hasAddress = !string.IsNullOrWhiteSpace(options.SignerAddress);
        if (hasUrl != hasAddress)
            yield return $"Chain:{(hasUrl ? "SignerAddress" : "SignerUrl")} is missing: Chain:SignerUrl and "
                + "Chain:SignerAddress are needed together.";
        if (hasUrl && !IsHttp(options.SignerUrl!))
            yield return "Chain:SignerUrl must be an absolute http or https URL.";
        if (hasAddress && !Address.TryParse(options.SignerAddress, out _, out var problem))
            yield return $"Chain:SignerAddress {problem}.";
        if (
            hasUrl
            && !(string.IsNullOrWhiteSpace(options.PrivateKey) && string.IsNullOrWhiteSpace(options.PrivateKeyFile))
        )
            yield return "Chain:SignerUrl excludes Chain:PrivateKey and Chain:PrivateKeyFile: set one of them.";
    }

    static string? KeyProblem(ChainOptions options)
    {
        try
        {
            using var account = SigningKey.Open(options);
            return null;
        }
        catch (FormatException wrong)
        {
            return wrong.Message;
        }
    }

    static IEnumerable<string> RegistryProblems(ChainOptions options)
    {
        if (options.RegistryAddress is not { } address)
            yield break;

        if (!Address.TryParse(address, out _, out var problem))
            yield return $"Chain:RegistryAddress '{address}' {problem}.";
        if (options.DeployRegistry)
            yield return "Chain:RegistryAddress and Chain:DeployRegistry exclude each other: a registry is deployed at "
                + "the address that follows from contract and signer.";
    }

    static IEnumerable<string> WaitProblems(ChainOptions options)
    {
        if (options.Confirmations is < 1 or > 10_000)
            yield return $"Chain:Confirmations is {options.Confirmations}; it must be from 1 to 10000.";
        if (options.ConnectTimeout <= TimeSpan.Zero || options.ConnectTimeout > LongestWait)
            yield return $"Chain:ConnectTimeout is {options.ConnectTimeout}; it must be above zero, at most 24 hours.";
        if (options.ReceiptTimeout <= TimeSpan.Zero || options.ReceiptTimeout > LongestWait)
            yield return $"Chain:ReceiptTimeout is {options.ReceiptTimeout}; it must be above zero, at most 24 hours.";
        if (options.ReceiptPollInterval < ShortestPollInterval || options.ReceiptPollInterval > options.ReceiptTimeout)
            yield return $"Chain:ReceiptPollInterval is {options.ReceiptPollInterval}; it must be from 10 ms to "
                + "Chain:ReceiptTimeout.";
    }

    static IEnumerable<string> BatchProblems(ChainOptions options)
    {
        if (options.BatchSize is < 1 or > ProofRegistryCalls.LargestBatch)
            yield return $"Chain:BatchSize is {options.BatchSize}; it must be from 1 to {ProofRegistryCalls.LargestBatch}.";
        if (options.BatchWindow < TimeSpan.Zero || options.BatchWindow > LongestBatchWindow)
            yield return $"Chain:BatchWindow is {options.BatchWindow}; it must be from zero to one minute.";
    }

    static IEnumerable<string> LookBackProblems(ChainOptions options)
    {
        if (options.LookBackBlocks is < 0 or > 1000)
            yield return $"Chain:LookBackBlocks is {options.LookBackBlocks}; it must be from 0 to 1000.";
        if (options.LookBackInterval < ShortestPollInterval || options.LookBackInterval > LongestWait)
            yield return $"Chain:LookBackInterval is {options.LookBackInterval}; it must be from 10 ms to 24 hours.";
    }

    static IEnumerable<string> FeeProblems(ChainOptions options)
    {
        if (options.MaxFeePerGasGwei is <= 0 or > 1_000_000)
            yield return FormattableString.Invariant(
                $"Chain:MaxFeePerGasGwei is {options.MaxFeePerGasGwei}; it must be above 0, at most 1000000."
            );
        if (options.StuckAfter <= TimeSpan.Zero || options.StuckAfter > LongestWait)
            yield return $"Chain:StuckAfter is {options.StuckAfter}; it must be above zero, at most 24 hours.";
        if (options.MaxReplacements is < 0 or > 50)
            yield return $"Chain:MaxReplacements is {options.MaxReplacements}; it must be from 0 to 50.";
    }

    static bool IsHttp(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
}
