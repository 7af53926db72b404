namespace ProofSaga.Publisher.Chains.Plonk;

/// <summary>A circuit's plonk verifier can't be made on this machine.</summary>
sealed class VerifierUnavailableException(string message, Exception? innerException = null)
    : Exception(message, innerException);
