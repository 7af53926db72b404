using ProofSaga.Hosting;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Prover.Metrics;

namespace ProofSaga.Prover.Generating;

/// <summary>The same work for the proof systems that are done at once, on a queue of their own.</summary>
public class GenerateInstantProofConsumer(
    ProofWorkStore works,
    ProofGenerator generator,
    GenerationWatch watch,
    GeneratedProofStore store,
    AttemptRuns runs,
    ReproveCounter reproves,
    TimeProvider time,
    ILogger<GenerateProofConsumer> logger
) : GenerateProofConsumer(works, generator, watch, store, runs, reproves, time, logger);
