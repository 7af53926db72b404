using ProofSaga.Contracts.Failures;

namespace ProofSaga.Prover.ProverHosts;

/// <summary>Why a prover host has no result.</summary>
/// <param name="Code">One of <see cref="FailureCodes"/>, unless the host is of another version.</param>
/// <param name="Message">A sentence for a person, without a witness value.</param>
sealed record ProverHostError(string Code, string Message)
{
    /// <summary>May the process go on after this, or is it in doubt itself?</summary>
    public bool LeavesProcessSound => Code is not (FailureCodes.ProverOutOfMemory or FailureCodes.ProverInternalError);
}
