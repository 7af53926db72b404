using System.Text.Json;
using ProofSaga.Circuits.Manifests;

namespace ProofSaga.Circuits.Inputs;

/// <summary>Checks a submission's inputs against the circuit's own signal list.</summary>
public static class InputValidator
{
    /// <summary>The most errors that one answer names. When there are more, one more error says how many.</summary>
    public const int MaxErrors = 50;

    /// <summary>Where the paths of errors begin.</summary>
    public const string Root = "inputs";

    /// <summary>
    /// Validates <paramref name="inputs"/>: every input of the circuit once, none beside them, each in its shape, each
    /// element a number from 0 up to the field's order.
    /// </summary>
    /// <param name="circuit">The circuit that is to be proved.</param>
    /// <param name="inputs">Any JSON at all; only an object can be valid.</param>
    /// <returns>Canonical inputs, or all errors: fields are <c>inputs</c>, <c>inputs.preimage[1]</c>, …</returns>
    public static InputValidation Validate(CircuitManifest circuit, JsonElement inputs) =>
        new InputReader(circuit).Read(inputs);
}
