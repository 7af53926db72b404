using static ProofSaga.Contracts.FailureKind;
using static ProofSaga.Contracts.Failures.FailureCodes;

namespace ProofSaga.Contracts.Failures;

/// <summary>
/// Every failure, and whether the same work is tried again after it: this table decides, and nothing else does. Who fails
/// gives the code.
/// </summary>
public static class FailureTable
{
    /// <summary>The rows, by the stage in which they come up first.</summary>
    public static IReadOnlyList<KnownFailure> All { get; } =
    [
        // generate: the proof that is asked for
        new(ConstraintUnsatisfied, Permanent, "The inputs do not satisfy the circuit: the client must send others."),
        new(InvalidInputs, Permanent, "The inputs do not fit the circuit: the client must send others."),
        new(InputsRequired, Permanent, "The inputs are erased: the client must submit the proof anew."),
        new(RequestTooLarge, Permanent, "The inputs are more than a prover takes, 16 MiB: the client must send less."),
        new(
            MalformedRequest,
            Permanent,
            "The prover host does not understand its orders: install it in the version of the service, then replay."
        ),
        new(UnknownCircuit, Permanent, "The worker has no such circuit: install it on every worker, then replay."),
        new(
            CircuitVersionChanged,
            Permanent,
            "The circuit was replaced since the submission: install the old version and replay, or submit anew."
        ),
        new(
            UnsupportedProofSystem,
            Permanent,
            "Circuit or worker do not have the proof system: add it to the manifest or the worker, then replay."
        ),
        new(
            InvalidArtifact,
            Permanent,
            "A file of the circuit is missing, damaged or of another kind: restore it, then replay."
        ),
        // generate and verify: the process that does it
        new(
            ProverUnavailable,
            Transient,
            "The prover host does not start: see the worker's log; check Node and its folder."
        ),
        new(
            ProverCrashed,
            Transient,
            "The prover host ended in the middle of a job: see the worker's log if it repeats."
        ),
        new(
            ProverKilled,
            Transient,
            "The prover host was killed from outside, as the kernel does for want of memory: give it more, or fewer neighbours."
        ),
        new(
            ProverOutOfMemory,
            Transient,
            "The prover host used up its memory: give it more, or use a smaller circuit."
        ),
        new(
            ProverTimeout,
            Transient,
            "The attempt took longer than its limit and was killed: raise the circuit's time-out or use a faster machine."
        ),
        new(
            ProverProtocolViolation,
            Transient,
            "The prover host wrote what is no answer: install it in the version of the service if it repeats."
        ),
        new(
            ProverInternalError,
            Transient,
            "The prover host failed in a way it does not explain: see the worker's log."
        ),
        // files
        new(ArtifactNotFound, Permanent, "A stored file is gone: restore it from a backup and replay, or submit anew."),
        new(
            ArtifactCorrupt,
            Permanent,
            "A stored file was changed: restore it from a backup and replay, or submit anew."
        ),
        new(
            ArtifactUnavailable,
            Transient,
            "The artifact store or a circuit's file cannot be read or written now: check disk, space and permissions."
        ),
        // verify
        new(
            ProofInvalid,
            Permanent,
            "The proof does not verify: check that the circuit's keys belong together, then replay."
        ),
        new(
            NullifierReserved,
            Permanent,
            "Another proof of the circuit has the nullifier: only one of them can be published."
        ),
        // publish: the chain
        new(
            ChainUnavailable,
            Transient,
            "The chain is away or not as configured: check section Chain and the endpoints."
        ),
        new(ChainError, Transient, "The chain's endpoint refused or failed a request: check it, or name a second one."),
        new(
            NotMinedInTime,
            Transient,
            "The transaction is not confirmed yet and the next attempt goes on with it: check the chain and the fee cap."
        ),
        new(NonceContested, Transient, "Somebody else uses the signing key: give this installation a key of its own."),
        new(InsufficientFunds, Transient, "The signing account cannot pay: send it funds."),
        new(FeeAboveCap, Transient, "The chain asks for more than Chain:MaxFeePerGasGwei: wait, or raise the cap."),
        new(NoEffect, Transient, "The transaction was mined without effect: check the registry's address and the gas."),
        new(TooLittleGas, Transient, "The registry had too little gas to check the proof: it is tried with more."),
        // publish: the registry's last word
        new(DocumentInvalid, Permanent, "What is stored as the proof cannot be published: submit the proof anew."),
        new(GivenUp, Permanent, "The proof was cancelled, or failed, before a transaction was made: nothing to do."),
        new(NullifierSpent, Permanent, "Another proof has spent the nullifier on chain: nothing can be done."),
        new(
            ProofIdTaken,
            Permanent,
            "The registry holds something else under the proof's id: submit under another id."
        ),
        new(
            CircuitNotRegistered,
            Permanent,
            "The registry does not know the circuit: its owner must register it, then replay."
        ),
        new(
            ProofRefused,
            Permanent,
            "The registry's own verification refuses the proof: check the circuit's keys on chain."
        ),
        new(
            NotAPublisher,
            Permanent,
            "The signing account may not publish: the registry's owner must allow it, then replay."
        ),
        new(Reverted, Permanent, "The registry refused for the reason in the error: remove it, then replay."),
        // any stage
        new(
            WorkerFault,
            Transient,
            "A worker failed in a way it was not made for: see its log, and report it if it repeats."
        ),
        new(
            RunLost,
            Transient,
            "The worker died or lost the broker before it answered: another takes the attempt up by itself."
        ),
        new(Superseded, Permanent, "Another worker answered first: nothing to do."),
        // messages that were set aside
        new(
            MessageUnreadable,
            Permanent,
            "The message is no message of its queue: its producer must correct it and send another."
        ),
        new(
            MessageIncomplete,
            Permanent,
            "The message lacks an id that its consumer needs: its producer must correct it and send another."
        ),
        new(
            MessageSkipped,
            Permanent,
            "Nobody at the queue takes the message's type or version: bring the services up to date, then replay."
        ),
        new(ConsumerFailed, Transient, "A consumer failed in a way it was not made for: see its log, then replay."),
        // what never was, or is no longer, work of a stage
        new(Invalid, Permanent, "The submission was refused for the fields in the error: the client must correct it."),
        new(Conflict, Permanent, "The proof id is taken by another submission: the client must choose another."),
        new(Cancelled, Permanent, "The proof was given up on request: nothing to do."),
    ];

    static readonly Dictionary<string, KnownFailure> ByCode = All.ToDictionary(failure => failure.Code);

    /// <summary>The row of a code; null for one that this version does not know.</summary>
    public static KnownFailure? Find(string code) => ByCode.GetValueOrDefault(code);

    /// <summary>
    /// Is the work tried again after this failure? One that this version does not know, of a prover host of another version
    /// for instance, is transient: its retries are few, and a proof that another try would have made is not lost.
    /// </summary>
    public static FailureKind KindOf(string code) => Find(code)?.Kind ?? Transient;
}
