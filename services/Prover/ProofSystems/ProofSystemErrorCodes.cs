namespace ProofSaga.Prover.ProofSystems;

/// <summary>The codes of <see cref="ProofSystemException.Code"/>. They are part of what the API answers: add, never rename.</summary>
public static class ProofSystemErrorCodes
{
    /// <summary>Permanent: the inputs do not satisfy a constraint of the circuit.</summary>
    public const string ConstraintUnsatisfied = "constraint_unsatisfied";

    /// <summary>Permanent: the circuit refuses the inputs for another reason than a constraint.</summary>
    public const string InvalidInputs = "invalid_inputs";

    /// <summary>Permanent: the inputs are more than a prover takes, 16 MiB.</summary>
    public const string RequestTooLarge = "request_too_large";

    /// <summary>Permanent: the circuit does not support the proof system.</summary>
    public const string UnsupportedProofSystem = "unsupported_proof_system";

    /// <summary>Permanent: a circuit's artifact cannot be read or is none.</summary>
    public const string InvalidArtifact = "invalid_artifact";

    /// <summary>Permanent: the check needs the witness inputs, which were not given.</summary>
    public const string InputsRequired = "inputs_required";

    /// <summary>Transient: the prover's process could not be started.</summary>
    public const string ProverUnavailable = "prover_unavailable";

    /// <summary>Transient: the prover's process ended in the middle of a job.</summary>
    public const string ProverCrashed = "prover_crashed";

    /// <summary>Transient: the prover ran out of memory.</summary>
    public const string ProverOutOfMemory = "prover_out_of_memory";

    /// <summary>Transient: the attempt took longer than its limit; the prover's process was killed.</summary>
    public const string ProverTimeout = "prover_timeout";

    /// <summary>Transient: the prover's process answered with something that is not its protocol.</summary>
    public const string ProverProtocolViolation = "prover_protocol_violation";

    /// <summary>Transient: the prover failed in a way that it does not explain.</summary>
    public const string ProverInternalError = "prover_internal_error";
}
