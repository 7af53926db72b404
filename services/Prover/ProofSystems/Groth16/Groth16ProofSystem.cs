using System.Text.Json;
using ProofSaga.Circuits.Proofs;
using ProofSaga.Prover.ProverHosts;
using ProofSaga.Prover.TimeLimits;

namespace ProofSaga.Prover.ProofSystems.Groth16;

/// <summary>Groth16 (https://eprint.iacr.org/2016/260) on BN254, by snarkjs in prover hosts.</summary>
sealed class Groth16ProofSystem(ProverHostPools hosts, AttemptTimeLimits limits) : IProofSystem
{
    public const string Name = "groth16";

    public ProofSystemDescription Describe() => new(Name, VerifiableOnChain: true, IsInstant: false);

    public async Task<GeneratedProof> ProveAsync(
        ProofRequest request,
        IProgress<ProverProgress> progress,
        CancellationToken cancellationToken
    )
    {
        var system = request.Circuit.GetProofSystem(Name);
        var result = await hosts.Proving.RunAsync(
            ProverHostJob.Prove(system, request.Inputs),
            limits.OfProving(request.Circuit, system),
            progress,
            cancellationToken
        );

        var publicSignals = result.GetProperty("public_signals").Deserialize<string[]>()!;
        var document = new ProofDocument(
            Name,
            request.Circuit.Name,
            request.Circuit.Version,
            result.GetProperty("proof"),
            publicSignals
        );
        return new GeneratedProof(document.ToUtf8Json(), publicSignals);
    }

    public async Task<VerificationResult> VerifyAsync(VerificationRequest request, CancellationToken cancellationToken)
    {
        var system = request.Circuit.GetProofSystem(Name);
        var problem =
            ProofDocumentReading.Read(request, Name, out var document)
            ?? ProofDocumentReading.CompareWithInputs(request, document);
        if (problem is not null)
            return VerificationResult.Invalid(problem);

        var result = await hosts.Verifying.RunAsync(
            ProverHostJob.Verify(system, document),
            limits.OfVerifying(request.Circuit),
            progress: null,
            cancellationToken
        );
        return result.GetProperty("valid").GetBoolean()
            ? VerificationResult.Valid
            : VerificationResult.Invalid($"The proof does not verify: {result.GetProperty("reason").GetString()}.");
    }
}
