namespace ProofSaga.SystemTests.Publishing;

/// <summary>What can be wrong with a chain's endpoint.</summary>
enum Trouble
{
    /// <summary>It does what it is asked, and the connection breaks before it says so.</summary>
    LostAnswer,

    /// <summary>HTTP 429.</summary>
    TooManyRequests,

    /// <summary>JSON-RPC error -32005.</summary>
    LimitExceeded,

    /// <summary>HTTP 503.</summary>
    Unavailable,

    /// <summary>It does not know the account's last transactions.</summary>
    StaleNonce,

    /// <summary>It does not know the receipts that it has.</summary>
    NoReceipt,
}
