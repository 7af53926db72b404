using System.Text.Json;
using ProofSaga.Ethereum.Abi;
using ProofSaga.Ethereum.Rpc;
using ProofSaga.Ethereum.Transactions;

namespace ProofSaga.Ethereum.Signing;

/// <summary>
/// An account whose private key a remote signer holds: Web3Signer, Clef, or a node that manages accounts. What it signs is
/// believed only after it was compared, field by field, with what it was asked to sign.
/// </summary>
/// <param name="http">Its time-out should be above <see cref="RemoteSignerOptions.RequestTimeout"/>. Not disposed here.</param>
public sealed class RemoteSigner(HttpClient http, RemoteSignerOptions options, TimeProvider? timeProvider = null)
    : ITransactionSigner
{
    const int MethodNotFound = -32601;

    // a signed transaction of the largest size that nodes take, 128 KiB, with room for what signers add to it
    const int MaxAnswerBytes = 1024 * 1024;

    readonly JsonRpcConnection connection = new(
        http,
        new EthereumClientOptions
        {
            RpcUrl = options.Url,
            RequestTimeout = options.RequestTimeout,
            MaxAnswerBytes = MaxAnswerBytes,
        },
        new RevertDecoder(),
        timeProvider ?? TimeProvider.System
    );

    public Address Address => options.Address;

    /// <summary><c>eth_accounts</c>: does the signer hold the account's key? One that does not tell, as Clef, is believed.</summary>
    /// <exception cref="EthereumException">
    /// Among others <see cref="EthereumFailure.Misconfigured"/>: it holds other keys only.
    /// </exception>
    public async Task CheckAsync(CancellationToken cancellationToken = default)
    {
        var question = new RpcQuestion<bool>(
            "eth_accounts",
            [],
            accounts => accounts.Items("the accounts").Any(account => account.Address("an account") == Address)
        );
        bool holdsKey;
        try
        {
            holdsKey = await connection.AskAsync(question, cancellationToken);
        }
        catch (EthereumException silent) when (silent.RpcErrorCode == MethodNotFound)
        {
            return;
        }

        if (!holdsKey)
        {
            throw new EthereumException(
                EthereumFailure.Misconfigured,
                $"The signer at {options.Url.Authority} holds no key of {Address}."
            );
        }
    }

    /// <summary><c>eth_signTransaction</c>.</summary>
    /// <exception cref="EthereumException">
    /// It is not signed. Among others <see cref="EthereumFailure.WrongSignature"/>: the signer signed something else, or by
    /// another key.
    /// </exception>
    public async Task<SignedTransaction> SignAsync(
        Eip1559Transaction transaction,
        CancellationToken cancellationToken = default
    )
    {
        var question = new RpcQuestion<byte[]>("eth_signTransaction", [Parameters(transaction)], RawBytes);
        var raw = await connection.AskAsync(question, cancellationToken);
        var signed = Read(raw);
        if (Difference(transaction, signed.Transaction) is { } difference)
            throw Wrong($"signed a transaction with another {difference} than it was asked to");
        if (signed.Sender != Address)
            throw Wrong($"signed as {signed.Sender}");
        return signed;
    }

    // Web3Signer and anvil answer with the bytes, geth and Clef with an object that holds them
    static byte[] RawBytes(JsonElement answer) =>
        (answer.ValueKind == JsonValueKind.Object ? answer.Field("raw") : answer).Bytes("the signed transaction");

    Dictionary<string, string> Parameters(Eip1559Transaction transaction)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["type"] = Quantity.Encode(Eip1559Transaction.TransactionType),
            ["from"] = Address.ToString(),
            ["chainId"] = Quantity.Encode(transaction.ChainId),
            ["nonce"] = Quantity.Encode(transaction.Nonce),
            ["gas"] = Quantity.Encode(transaction.GasLimit),
            ["maxFeePerGas"] = Quantity.Encode(transaction.MaxFeePerGas),
            ["maxPriorityFeePerGas"] = Quantity.Encode(transaction.MaxPriorityFeePerGas),
            ["value"] = Quantity.Encode(transaction.Value),
            // not "input", by which newer nodes call it: Web3Signer knows this one only
            ["data"] = Hex.Encode(transaction.Data.Span),
        };
        if (transaction.To is { } to)
            parameters["to"] = to.ToString();
        return parameters;
    }

    SignedTransaction Read(byte[] raw)
    {
        try
        {
            return SignedTransaction.Parse(raw);
        }
        catch (FormatException wrong)
        {
            throw Wrong(
                $"answered with something else than the signed transaction: {wrong.Message.TrimEnd('.')}",
                wrong
            );
        }
    }

    static string? Difference(Eip1559Transaction asked, Eip1559Transaction signed) =>
        asked.ChainId != signed.ChainId ? "chain id"
        : asked.Nonce != signed.Nonce ? "nonce"
        : asked.To != signed.To ? "receiver"
        : asked.Value != signed.Value ? "value"
        : !asked.Data.Span.SequenceEqual(signed.Data.Span) ? "data"
        : asked.GasLimit != signed.GasLimit ? "gas limit"
        : asked.MaxFeePerGas != signed.MaxFeePerGas ? "maximal fee"
        : asked.MaxPriorityFeePerGas != signed.MaxPriorityFeePerGas ? "tip"
        : null;

    EthereumException Wrong(string problem, Exception? cause = null) =>
        new(
            EthereumFailure.WrongSignature,
            $"The signer at {options.Url.Authority}, asked to sign as {Address}, {problem}; nothing was sent.",
            isTransient: false,
            cause
        );
}
