using ProofSaga.Prover.ProofSystems;

namespace ProofSaga.Prover.ProverHosts;

/// <summary>Why a prover host has no result.</summary>
/// <param name="Code">One of <see cref="ProofSystemErrorCodes"/>.</param>
/// <param name="Message">A sentence for a person, without a witness value.</param>
/// <param name="IsTransient">Could the same job succeed if it were tried again?</param>
sealed record ProverHostError(string Code, string Message, bool IsTransient)
{
    /// <summary>May the process go on after this, or is it in doubt itself?</summary>
    public bool LeavesProcessSound =>
        Code is not (ProofSystemErrorCodes.ProverOutOfMemory or ProofSystemErrorCodes.ProverInternalError);
}
