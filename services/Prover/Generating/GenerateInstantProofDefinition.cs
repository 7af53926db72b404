using Microsoft.Extensions.Options;
using ProofSaga.Hosting.Messaging;

namespace ProofSaga.Prover.Generating;

public class GenerateInstantProofDefinition(IOptions<ProverOptions> options)
    : WorkerDefinition<GenerateInstantProofConsumer>("generate-instant-proof", options.Value.InstantProofs);
