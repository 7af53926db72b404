using ProofSaga.Persistence.Proofs;

namespace ProofSaga.Prover.Verifying;

/// <summary>The same work for the proof systems that are done at once, on a queue of their own.</summary>
public class VerifyInstantProofConsumer(
    ProofWorkStore works,
    WorkResolver resolver,
    TimeProvider time,
    ILogger<VerifyProofConsumer> logger
) : VerifyProofConsumer(works, resolver, time, logger);
