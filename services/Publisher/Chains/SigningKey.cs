using ProofSaga.Ethereum.Signing;

namespace ProofSaga.Publisher.Chains;

static class SigningKey
{
    /// <exception cref="FormatException">The key is no key. Says where it was read from, never what.</exception>
    public static Account Open(ChainOptions options)
    {
        var fromFile = !string.IsNullOrWhiteSpace(options.PrivateKeyFile);
        try
        {
            return Account.FromPrivateKey(
                fromFile ? File.ReadAllText(options.PrivateKeyFile!) : options.PrivateKey ?? ""
            );
        }
        catch (FormatException wrong)
        {
            throw new FormatException(
                fromFile
                    ? $"Chain:PrivateKeyFile '{options.PrivateKeyFile}' holds no key: {wrong.Message}"
                    : $"Chain:PrivateKey is no key: {wrong.Message}",
                wrong
            );
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new FormatException(
                $"Chain:PrivateKeyFile '{options.PrivateKeyFile}' cannot be read: {unreadable.Message}",
                unreadable
            );
        }
    }
}
