using System.Globalization;
using System.Numerics;
using ProofSaga.Circuits.Inputs;
using ProofSaga.Circuits.Manifests;

namespace ProofSaga.Circuits.Proofs;

/// <summary>Reads the nullifier of a circuit that declares one.</summary>
public static class NullifierSignal
{
    /// <summary>The nullifier that a verified proof spends.</summary>
    /// <param name="utf8Document">Its proof document.</param>
    /// <returns>A field element; null when the circuit has no nullifier, or the proof claims no public signals.</returns>
    /// <exception cref="FormatException">This is no proof document, or its nullifier is no decimal number.</exception>
    public static BigInteger? Of(CircuitManifest circuit, ReadOnlySpan<byte> utf8Document) =>
        circuit.NullifierIndex is { } index
        && ProofDocument.Parse(utf8Document).PublicSignals.ElementAtOrDefault(index) is { } signal
            ? Parse(signal)
            : null;

    /// <summary>The nullifier that a proof of these inputs will spend, as far as that is known before it is made.</summary>
    /// <returns>A field element; null when the circuit has no nullifier, or computes it.</returns>
    public static BigInteger? Of(CircuitManifest circuit, CanonicalInputs inputs) =>
        circuit.Nullifier is { } nullifier && PublicInputs.Of(circuit, inputs).TryGetValue(nullifier, out var input)
            ? Parse(input)
            : null;

    static BigInteger Parse(string signal) => BigInteger.Parse(signal, NumberStyles.None, CultureInfo.InvariantCulture);
}
