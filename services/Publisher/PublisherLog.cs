using ProofSaga.Ethereum;

namespace ProofSaga.Publisher;

static partial class PublisherLog
{
    [LoggerMessage(
        3001,
        LogLevel.Information,
        "Proof {ProofId} published in block {Block}, for {GasUsed} gas: {Transaction}"
    )]
    public static partial void Published(
        this ILogger logger,
        Guid proofId,
        ulong block,
        ulong gasUsed,
        string transaction
    );

    [LoggerMessage(3002, LogLevel.Warning, "Attempt {Attempt} at publishing proof {ProofId} failed: {Code}: {Error}")]
    public static partial void PublishingFailed(
        this ILogger logger,
        Guid proofId,
        int attempt,
        string code,
        string error
    );

    [LoggerMessage(3003, LogLevel.Information, "Order for proof {ProofId}, attempt {Attempt}, is superseded: {Reason}")]
    public static partial void Superseded(this ILogger logger, Guid proofId, int attempt, string reason);

    [LoggerMessage(3004, LogLevel.Information, "Proof {ProofId} is not published: {Reason}")]
    public static partial void Skipped(this ILogger logger, Guid proofId, string reason);

    [LoggerMessage(
        3005,
        LogLevel.Information,
        "Transaction {Transaction} with nonce {Nonce} prepared for {Proofs} proof(s): {ProofIds}"
    )]
    public static partial void Prepared(
        this ILogger logger,
        string transaction,
        long nonce,
        int proofs,
        IReadOnlyCollection<Guid> proofIds
    );

    [LoggerMessage(3006, LogLevel.Information, "Transaction {Transaction} with nonce {Nonce} broadcast")]
    public static partial void Broadcast(this ILogger logger, string transaction, long nonce);

    [LoggerMessage(
        3007,
        LogLevel.Warning,
        "It is in doubt whether transaction {Transaction} was taken ({Failure}); the chain will tell"
    )]
    public static partial void BroadcastInDoubt(
        this ILogger logger,
        string transaction,
        EthereumFailure failure,
        Exception exception
    );

    [LoggerMessage(3008, LogLevel.Warning, "Transaction {Transaction} with nonce {Nonce} abandoned: {Reason}")]
    public static partial void Abandoned(this ILogger logger, string transaction, long nonce, string reason);

    [LoggerMessage(3009, LogLevel.Information, "Proof {ProofId} is on chain already, by transaction {Transaction}")]
    public static partial void FoundOnChain(this ILogger logger, Guid proofId, Bytes32 transaction);

    [LoggerMessage(
        3010,
        LogLevel.Information,
        "Publishing on chain '{Chain}' ({ChainId}) as {Signer}, registry {Registry} ({Origin})"
    )]
    public static partial void Connected(
        this ILogger logger,
        string chain,
        ulong chainId,
        Address signer,
        Address registry,
        string origin
    );

    [LoggerMessage(3011, LogLevel.Warning, "Chain '{Chain}' cannot be published on, trying again in {Pause}: {Reason}")]
    public static partial void NotConnected(
        this ILogger logger,
        string chain,
        TimeSpan pause,
        string reason,
        Exception exception
    );

    [LoggerMessage(3012, LogLevel.Warning, "Nothing will be published: {Reason}")]
    public static partial void Disabled(this ILogger logger, string reason);

    [LoggerMessage(
        3013,
        LogLevel.Warning,
        "Signer {Signer} goes back from nonce {StoredNonce} to {ChainNonce}: the chain was reset or lost transactions"
    )]
    public static partial void NonceFollowsChain(
        this ILogger logger,
        Address signer,
        long storedNonce,
        long chainNonce
    );

    [LoggerMessage(3014, LogLevel.Error, "The verification key of circuit '{Circuit}' cannot be registered: {Reason}")]
    public static partial void KeyUnusable(this ILogger logger, string circuit, string reason);

    [LoggerMessage(3015, LogLevel.Warning, "The registry is gone from chain '{Chain}', connecting anew")]
    public static partial void ConnectionLost(this ILogger logger, string chain);

    [LoggerMessage(3016, LogLevel.Debug, "Looking for {What} failed, asking again")]
    public static partial void ReceiptUnavailable(this ILogger logger, string what, Exception exception);

    [LoggerMessage(
        3017,
        LogLevel.Warning,
        "Transaction {Transaction} with nonce {Nonce} was mined in block {Block} and is in the chain no more: sending it again"
    )]
    public static partial void Reorganised(this ILogger logger, string transaction, long nonce, long? block);

    [LoggerMessage(
        3018,
        LogLevel.Warning,
        "Transaction {Stuck} with nonce {Nonce} is not mined, replaced by {Replacement} with a fee of at most {MaxFeePerGasWei} wei per gas"
    )]
    public static partial void Replacing(
        this ILogger logger,
        string stuck,
        long nonce,
        string replacement,
        string maxFeePerGasWei
    );

    [LoggerMessage(3019, LogLevel.Warning, "Transaction {Stuck} with nonce {Nonce} is not mined, and stays: {Reason}")]
    public static partial void NotReplaced(this ILogger logger, string stuck, long nonce, string reason);

    [LoggerMessage(
        3020,
        LogLevel.Error,
        "Transaction {Transaction}, confirmed in block {Block}, is in the chain no more: publishing its {Proofs} proof(s) again: {ProofIds}"
    )]
    public static partial void Vanished(
        this ILogger logger,
        string transaction,
        long? block,
        int proofs,
        IReadOnlyCollection<Guid> proofIds
    );

    [LoggerMessage(
        3021,
        LogLevel.Information,
        "What vanished is in the chain again, by transaction {Transaction}: {ProofIds}"
    )]
    public static partial void PublishedAgain(
        this ILogger logger,
        string transaction,
        IReadOnlyCollection<Guid> proofIds
    );

    [LoggerMessage(
        3022,
        LogLevel.Warning,
        "Looking for vanished publications failed, trying again in {Pause}: {Reason}"
    )]
    public static partial void LookBackFailed(this ILogger logger, TimeSpan pause, string reason, Exception exception);

    [LoggerMessage(
        3040,
        LogLevel.Information,
        "Plonk proofs of circuit '{Circuit}' are verified on chain by the contract {Verifier}"
    )]
    public static partial void PlonkVerified(this ILogger logger, string circuit, Address verifier);

    [LoggerMessage(
        3041,
        LogLevel.Warning,
        "Plonk proofs of circuit '{Circuit}' are attested, not verified on chain: {Reason}"
    )]
    public static partial void PlonkAttested(this ILogger logger, string circuit, string reason);

    [LoggerMessage(
        3042,
        LogLevel.Warning,
        "The registry {Registry} stays in use, although this version has a newer contract, which would be at {Newer}. To change to it, remove {Record}; what was published stays in the former"
    )]
    public static partial void NewerContractExists(this ILogger logger, Address registry, Address newer, string record);

    [LoggerMessage(3043, LogLevel.Warning, "The registry {Registry} recorded in {Record} is not used: {Reason}")]
    public static partial void RecordUnusable(this ILogger logger, Address registry, string record, string reason);

    [LoggerMessage(3044, LogLevel.Error, "No plonk verifier is registered for circuit '{Circuit}': {Reason}")]
    public static partial void VerifierNotRegistered(this ILogger logger, string circuit, string reason);
}
