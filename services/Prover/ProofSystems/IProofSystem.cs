namespace ProofSaga.Prover.ProofSystems;

/// <summary>
/// An adapter to one proof system, with four verbs: describe, prove, verify, and cancel, which is the cancellation
/// token of the other two. Safe for concurrent use.
/// </summary>
public interface IProofSystem
{
    ProofSystemDescription Describe();

    /// <summary>Computes and checks the witness, and proves it.</summary>
    /// <param name="request">What to prove.</param>
    /// <param name="progress">Hears of each step as it begins; never of a witness value.</param>
    /// <param name="cancellationToken">When cancelled the prover's process is killed and its slot is free again.</param>
    /// <exception cref="ProofSystemException">No proof was made; <see cref="ProofSystemException.Kind"/> says whether another try can help.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<GeneratedProof> ProveAsync(
        ProofRequest request,
        IProgress<ProverProgress> progress,
        CancellationToken cancellationToken
    );

    /// <summary>Checks a proof. One that cannot even be read is invalid, not an exception.</summary>
    /// <exception cref="ProofSystemException">The check itself could not be made, for example because its process crashed.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    Task<VerificationResult> VerifyAsync(VerificationRequest request, CancellationToken cancellationToken);
}
