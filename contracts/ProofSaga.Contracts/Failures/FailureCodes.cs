namespace ProofSaga.Contracts.Failures;

/// <summary>
/// The stable names of what can go wrong: <c>Code</c> of the failure events, of <c>ProofFailed</c>, of dead letters and of the
/// API's errors. What each means, and whether it is tried again, says <see cref="FailureTable"/>: add a code there as well,
/// and rename none.
/// </summary>
public static class FailureCodes
{
    public const string ConstraintUnsatisfied = "constraint_unsatisfied";
    public const string InvalidInputs = "invalid_inputs";
    public const string InputsRequired = "inputs_required";
    public const string RequestTooLarge = "request_too_large";
    public const string MalformedRequest = "malformed_request";
    public const string UnknownCircuit = "unknown_circuit";
    public const string CircuitVersionChanged = "circuit_version_changed";
    public const string UnsupportedProofSystem = "unsupported_proof_system";
    public const string InvalidArtifact = "invalid_artifact";

    public const string ProverUnavailable = "prover_unavailable";
    public const string ProverCrashed = "prover_crashed";
    public const string ProverKilled = "prover_killed";
    public const string ProverOutOfMemory = "prover_out_of_memory";
    public const string ProverTimeout = "prover_timeout";
    public const string ProverProtocolViolation = "prover_protocol_violation";
    public const string ProverInternalError = "prover_internal_error";

    public const string ArtifactNotFound = "artifact_not_found";
    public const string ArtifactCorrupt = "artifact_corrupt";
    public const string ArtifactUnavailable = "artifact_unavailable";

    public const string ProofInvalid = "proof_invalid";
    public const string NullifierReserved = "nullifier_reserved";

    public const string ChainUnavailable = "chain_unavailable";
    public const string ChainError = "chain_error";
    public const string NotMinedInTime = "not_mined_in_time";
    public const string NonceContested = "nonce_contested";
    public const string InsufficientFunds = "insufficient_funds";
    public const string FeeAboveCap = "fee_above_cap";
    public const string NoEffect = "no_effect";
    public const string TooLittleGas = "too_little_gas";
    public const string DocumentInvalid = "document_invalid";
    public const string GivenUp = "given_up";
    public const string NullifierSpent = "nullifier_spent";
    public const string ProofIdTaken = "proof_id_taken";
    public const string CircuitNotRegistered = "circuit_not_registered";
    public const string ProofRefused = "proof_refused";
    public const string NotAPublisher = "not_a_publisher";
    public const string Reverted = "reverted";

    public const string WorkerFault = "worker_fault";

    public const string RunLost = "run_lost";
    public const string Superseded = "superseded";

    public const string MessageUnreadable = "message_unreadable";
    public const string MessageIncomplete = "message_incomplete";
    public const string MessageSkipped = "message_skipped";
    public const string ConsumerFailed = "consumer_failed";

    public const string Invalid = "invalid";
    public const string Conflict = "conflict";
    public const string Cancelled = "cancelled";
}
