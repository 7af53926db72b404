using ProofSaga.Circuits.Inputs;
using ProofSaga.Circuits.Proofs;

namespace ProofSaga.Prover.ProofSystems;

/// <summary>The part of a verification that is the same for every proof system: is it a proof of what was asked?</summary>
static class ProofDocumentReading
{
    /// <summary>Reads the document of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="proofSystem">The proof system that the document must name.</param>
    /// <param name="document">The document, when this returns <see langword="null"/>.</param>
    /// <returns>Why the proof is invalid whatever its content; <see langword="null"/> when the content decides.</returns>
    public static string? Read(VerificationRequest request, string proofSystem, out ProofDocument document)
    {
        document = null!;
        try
        {
            document = ProofDocument.Parse(request.Document.Span);
        }
        catch (FormatException error)
        {
            return error.Message;
        }

        if (document.ProofSystem != proofSystem)
            return $"The proof is not one of {proofSystem}.";
        return document.Circuit == request.Circuit.Name && document.CircuitVersion == request.Circuit.Version
            ? null
            : $"The proof is not for version {request.Circuit.Version} of the circuit '{request.Circuit.Name}'.";
    }

    /// <summary>Checks that the public signals are the public inputs that were asked for.</summary>
    /// <returns>Why the proof is invalid; <see langword="null"/> when it is not for that reason.</returns>
    public static string? CompareWithInputs(VerificationRequest request, ProofDocument document)
    {
        if (request.Inputs is null)
            return null;

        var signals = request.Circuit.PublicSignals;
        if (document.PublicSignals.Count != signals.Count)
            return $"The proof has {document.PublicSignals.Count} public signals, not {signals.Count}.";

        var asked = PublicInputs.Of(request.Circuit, request.Inputs);
        var different = signals
            .Zip(document.PublicSignals)
            .FirstOrDefault(signal => asked.TryGetValue(signal.First, out var value) && value != signal.Second);
        return different.First is null
            ? null
            : $"The public signal '{different.First}' is not the input that was asked for.";
    }
}
