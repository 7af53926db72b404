using Microsoft.Extensions.Options;
using ProofSaga.Hosting.Messaging;

namespace ProofSaga.Prover.Verifying;

public class VerifyProofDefinition(IOptions<ProverOptions> options)
    : WorkerDefinition<VerifyProofConsumer>("verify-proof", options.Value.VerifyingProcesses);
