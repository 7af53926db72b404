using Microsoft.Extensions.Options;
using ProofSaga.Hosting.Messaging;

namespace ProofSaga.Prover.Generating;

public class GenerateProofDefinition(IOptions<ProverOptions> options)
    : WorkerDefinition<GenerateProofConsumer>("generate-proof", options.Value.ProvingProcesses);
