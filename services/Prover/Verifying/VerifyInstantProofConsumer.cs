using ProofSaga.Hosting;
using ProofSaga.Persistence.Nullifiers;
using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Prover.Verifying;

/// <summary>The same work for the proof systems that are done at once, on a queue of their own.</summary>
public class VerifyInstantProofConsumer(
    ProofWorkStore works,
    NullifierReservations nullifiers,
    WorkResolver resolver,
    AttemptRuns runs,
    ILogger<VerifyProofConsumer> logger
) : VerifyProofConsumer(works, nullifiers, resolver, runs, logger);
