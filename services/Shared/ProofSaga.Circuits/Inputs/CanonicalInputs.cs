namespace ProofSaga.Circuits.Inputs;

/// <summary>
/// Witness inputs that fit a circuit, in their one canonical form. Only <see cref="InputValidator"/> makes them, so
/// holding one is the proof of the check.
/// </summary>
/// <remarks>These are secrets: <see cref="ToString"/> shows none of it, and the type has no value that a logger would expand.</remarks>
public sealed class CanonicalInputs
{
    readonly byte[] utf8Json;

    internal CanonicalInputs(byte[] utf8Json) => this.utf8Json = utf8Json;

    /// <summary>
    /// A JSON object without white space: the circuit's inputs in the manifest's order, each a decimal string or nested
    /// arrays of them. Equal inputs give equal bytes.
    /// </summary>
    public ReadOnlyMemory<byte> ToUtf8Json() => utf8Json;

    public override string ToString() => "[witness inputs]";
}
