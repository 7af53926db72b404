namespace ProofSaga.Publisher.Publishing;

/// <summary>Why a publication failed: the codes of <c>ProofPublishingFailed</c>. Stable.</summary>
public static class PublicationErrorCodes
{
    /// <summary>Transient: the chain is away, or not as configured.</summary>
    public const string ChainUnavailable = "chain_unavailable";

    /// <summary>Transient: the chain's endpoint refused or failed a request.</summary>
    public const string ChainError = "chain_error";

    /// <summary>Transient: not mined and confirmed in time. The next attempt goes on with the same transaction.</summary>
    public const string NotMinedInTime = "not_mined_in_time";

    /// <summary>Transient: somebody else uses the signing key and took the nonce again and again.</summary>
    public const string NonceContested = "nonce_contested";

    /// <summary>Transient: the signing account can't pay for the transaction.</summary>
    public const string InsufficientFunds = "insufficient_funds";

    /// <summary>Transient: the chain asks for more than <c>Chain:MaxFeePerGasGwei</c>.</summary>
    public const string FeeAboveCap = "fee_above_cap";

    /// <summary>Transient: the transaction was mined, and no registry took notice of it.</summary>
    public const string NoEffect = "no_effect";

    /// <summary>Permanent: what is stored as the proof is no proof that can be published.</summary>
    public const string DocumentInvalid = "document_invalid";

    /// <summary>Transient: the registry had too little gas to tell whether the proof holds.</summary>
    public const string TooLittleGas = "too_little_gas";

    /// <summary>Permanent, and news to nobody: the proof was cancelled, or failed, before a transaction was made for it.</summary>
    public const string GivenUp = "given_up";

    /// <summary>Permanent: another proof of the circuit has spent the nullifier.</summary>
    public const string NullifierSpent = "nullifier_spent";

    /// <summary>Permanent: the registry holds something else under this proof id.</summary>
    public const string ProofIdTaken = "proof_id_taken";

    /// <summary>Permanent: the registry does not know the circuit.</summary>
    public const string CircuitNotRegistered = "circuit_not_registered";

    /// <summary>Permanent: the registry's own verification says that the proof does not hold.</summary>
    public const string ProofRefused = "proof_refused";

    /// <summary>Permanent: the signing account is no publisher of the registry.</summary>
    public const string NotAPublisher = "not_a_publisher";

    /// <summary>Permanent: the registry refused for another reason, which the error gives.</summary>
    public const string Reverted = "reverted";
}
