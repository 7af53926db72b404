using System.Text.RegularExpressions;
using ProofSaga.Contracts.Failures;
using ProofSaga.Ethereum;
using ProofSaga.Ethereum.Abi;

namespace ProofSaga.Publisher.Publishing;

/// <summary>Turns the registry's errors into failures that a person understands: permanent ones, but for a want of gas.</summary>
static partial class RegistryRefusal
{
    public static PublicationException Explain(RevertReason reason, Exception? cause = null)
    {
        var (code, sentence) = reason.Name switch
        {
            "NullifierSpent" => (FailureCodes.NullifierSpent, $"nullifier already spent by proof {Spender(reason)}"),
            "CircuitUnknown" => (
                FailureCodes.CircuitNotRegistered,
                "the registry does not know the circuit in this version: its owner must register it"
            ),
            "VerifierUnknown" => (
                FailureCodes.CircuitNotRegistered,
                "the registry has no verifier of plonk proofs for the circuit in this version: its owner must register one"
            ),
            "NotPublisher" => (
                FailureCodes.NotAPublisher,
                $"the signing account is no publisher of the registry: its owner must call setPublisher ({reason.Sentence})"
            ),
            "InvalidProof" => (
                FailureCodes.ProofRefused,
                "the registry verified the proof, and it does not hold for its public signals"
            ),
            "WrongSignalCount" or "SignalOutOfRange" or "PointNotOnCurve" or "CoordinateOutOfRange" => (
                FailureCodes.ProofRefused,
                $"the registry can't verify the proof: {reason.Sentence}"
            ),
            "VerifierFailed" => (
                FailureCodes.Reverted,
                "the circuit's verifier contract gave no answer, which says nothing of the proof: the circuit needs a "
                    + $"new version with a sound verifier ({reason.Sentence})"
            ),
            "VerifierOutOfGas" or "PrecompileFailed" => (
                FailureCodes.TooLittleGas,
                $"the registry had too little gas to tell whether the proof holds ({reason.Sentence})"
            ),
            _ => (FailureCodes.Reverted, $"the registry refused: {reason.Sentence}"),
        };
        return new PublicationException(code, sentence, cause);
    }

    /// <summary>The proof's UUID, or what the registry has in its place if it is none.</summary>
    static string Spender(RevertReason reason)
    {
        var id = SpentBy().Match(reason.Sentence).Groups["id"].Value;
        return Bytes32.TryParse(id, out var proofId, out _) ? RegistryItem.ToProofId(proofId)?.ToString() ?? id : id;
    }

    [GeneratedRegex("spentBy: (?<id>0x[0-9a-f]{64})", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SpentBy();
}
