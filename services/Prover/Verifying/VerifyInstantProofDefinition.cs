using Microsoft.Extensions.Options;
using ProofSaga.Hosting.Messaging;

namespace ProofSaga.Prover.Verifying;

public class VerifyInstantProofDefinition(IOptions<ProverOptions> options)
    : WorkerDefinition<VerifyInstantProofConsumer>("verify-instant-proof", options.Value.InstantProofs);
