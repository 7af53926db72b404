namespace ProofSaga.Ethereum;

/// <summary>What went wrong between us and the chain, as far as a caller decides differently.</summary>
public enum EthereumFailure
{
    /// <summary>No connection to the endpoint, or it broke.</summary>
    Unreachable,

    /// <summary>No answer within the time allowed. What was sent may have taken effect.</summary>
    TimedOut,

    /// <summary>The endpoint limits our rate (HTTP 429 or its JSON-RPC equivalent).</summary>
    RateLimited,

    /// <summary>Another HTTP status than 200.</summary>
    HttpError,

    /// <summary>The answer is no JSON-RPC answer to our question, or lacks what it must have.</summary>
    MalformedAnswer,

    /// <summary>The answer is larger than the client reads.</summary>
    AnswerTooLarge,

    /// <summary>The endpoint is many blocks behind another one of the same chain.</summary>
    BehindOthers,

    /// <summary>A JSON-RPC error that is none of the others.</summary>
    RpcError,

    /// <summary>The contract refused the call or transaction; see <see cref="EthereumException.Revert"/>.</summary>
    Reverted,

    /// <summary>The call takes more gas than the node or a block allows.</summary>
    OutOfGas,

    /// <summary>Another transaction with this nonce is already in the chain. It may be this very one: look for its hash.</summary>
    NonceTooLow,

    /// <summary>The nonce is too far ahead: transactions before it are missing.</summary>
    NonceTooHigh,

    /// <summary>The node has this very transaction already: as good as accepted.</summary>
    AlreadyKnown,

    /// <summary>The pool holds a transaction with this nonce; replacing it takes a higher fee (most nodes: 10 % or more).</summary>
    ReplacementUnderpriced,

    /// <summary>The fee is below what the next block or the node's pool accepts.</summary>
    FeeTooLow,

    /// <summary>The sender's balance does not cover value and highest possible fee.</summary>
    InsufficientFunds,

    /// <summary>A remote signer answered with something else than the transaction that it was asked to sign, or signed by another key.</summary>
    WrongSignature,

    /// <summary>The chain is not as the configuration says: a contract is absent, or something different is in its place.</summary>
    Misconfigured,
}
