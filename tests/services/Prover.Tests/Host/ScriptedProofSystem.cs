using System.Text.Json;
using ProofSaga.Circuits.Proofs;
using ProofSaga.Prover.ProofSystems;

namespace ProofSaga.Prover.Tests.Host;

/// <summary>A proof system that does what the test says, beside the shipped ones.</summary>
sealed class ScriptedProofSystem : IProofSystem
{
    public const string Name = "scripted";

    int proofsBegun;

    public int ProofsBegun => Volatile.Read(ref proofsBegun);

    /// <summary>Makes a proof at once, unless the test says otherwise.</summary>
    public Func<ProofRequest, Task<GeneratedProof>> Prove { get; set; } = request => Task.FromResult(Proof(request));

    /// <summary>Finds everything valid, unless the test says otherwise.</summary>
    public Func<VerificationRequest, VerificationResult> Verify { get; set; } = _ => VerificationResult.Valid;

    /// <summary>Runs before a proof is made; ends when the prover is told to stop. Nothing, unless the test says otherwise.</summary>
    public Func<CancellationToken, Task> BeforeProving { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs before a proof is checked. Nothing, unless the test says otherwise.</summary>
    public Func<Task> BeforeVerifying { get; set; } = () => Task.CompletedTask;

    public bool IsInstant { get; set; } = true;

    public ProofSystemDescription Describe() => new(Name, VerifiableOnChain: false, IsInstant);

    /// <summary>A proof that no other one equals.</summary>
    public static GeneratedProof Proof(ProofRequest request, params string[] publicSignals)
    {
        var content = JsonSerializer.SerializeToElement(new { nonce = Guid.NewGuid() });
        var document = new ProofDocument(Name, request.Circuit.Name, request.Circuit.Version, content, publicSignals);
        return new GeneratedProof(document.ToUtf8Json(), document.PublicSignals);
    }

    public async Task<GeneratedProof> ProveAsync(
        ProofRequest request,
        IProgress<ProverProgress> progress,
        CancellationToken cancellationToken
    )
    {
        Interlocked.Increment(ref proofsBegun);
        await BeforeProving(cancellationToken);
        return await Prove(request);
    }

    public async Task<VerificationResult> VerifyAsync(VerificationRequest request, CancellationToken cancellationToken)
    {
        await BeforeVerifying();
        return Verify(request);
    }
}
