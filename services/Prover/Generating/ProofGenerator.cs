using ProofSaga.Contracts.Failures;
using ProofSaga.Persistence.Proofs;
using ProofSaga.Prover.ProofSystems;

namespace ProofSaga.Prover.Generating;

/// <summary>Finds the circuit and the proof system of a job and lets them prove it.</summary>
public sealed class ProofGenerator(WorkResolver resolver)
{
    /// <summary>Is the proof system so fast that telling of its start costs more than it does?</summary>
    public bool IsInstant(ProofWork work) => resolver.ProofSystem(work).Describe().IsInstant;

    /// <exception cref="ProofSystemException">Named by its code; transient or not.</exception>
    public async Task<GeneratedProof> GenerateAsync(ProofWork work, CancellationToken cancellationToken)
    {
        var circuit = resolver.Circuit(work);
        var inputs =
            resolver.Inputs(work, circuit)
            ?? throw new ProofSystemException(FailureCodes.InputsRequired, "the inputs of this proof are erased");
        return await resolver
            .ProofSystem(work)
            .ProveAsync(
                new ProofRequest(work.ProofId, circuit, inputs),
                new Progress<ProverProgress>(),
                cancellationToken
            );
    }
}
