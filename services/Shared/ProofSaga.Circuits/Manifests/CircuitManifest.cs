namespace ProofSaga.Circuits.Manifests;

/// <summary>What the pipeline knows of a circuit: its <c>circuit.json</c>, checked.</summary>
public sealed record CircuitManifest
{
    /// <summary>Lower-case letters, digits and hyphens; also the name of the circuit's folder.</summary>
    public required string Name { get; init; }

    /// <summary>Counts up when the circuit changes: proofs of different versions are not comparable. At least 1.</summary>
    public required int Version { get; init; }

    public required string Description { get; init; }

    /// <summary>The input signals, in the circuit's order.</summary>
    public required IReadOnlyList<CircuitInput> Inputs { get; init; }

    /// <summary>
    /// Names of the public signals, one for each field element, in the order in which proofs carry them:
    /// outputs first, then public inputs. The elements of an array are <c>name[0]</c>, <c>name[1]</c>, …
    /// </summary>
    public required IReadOnlyList<string> PublicSignals { get; init; }

    /// <summary>The public signal that may be spent only once; <see langword="null"/>: the circuit has none.</summary>
    public required string? Nullifier { get; init; }

    /// <summary>Never empty; the first one is the default.</summary>
    public required IReadOnlyList<CircuitProofSystem> ProofSystems { get; init; }

    /// <summary>Where the keys come from, in words.</summary>
    public required string? Ceremony { get; init; }

    public CircuitProofSystem DefaultProofSystem => ProofSystems[0];

    /// <summary>Position of <see cref="Nullifier"/> in <see cref="PublicSignals"/>.</summary>
    public int? NullifierIndex =>
        Nullifier is null ? null : PublicSignals.TakeWhile(signal => signal != Nullifier).Count();

    /// <summary>The proof system of that name; <see langword="null"/> when the circuit does not support it.</summary>
    public CircuitProofSystem? FindProofSystem(string name) =>
        ProofSystems.FirstOrDefault(system => system.Name == name);

    /// <summary>The public signals that are inputs, element by element, in the order of <see cref="Inputs"/>.</summary>
    public IEnumerable<string> PublicInputSignals() =>
        Inputs.Where(input => input.Visibility == SignalVisibility.Public).SelectMany(input => input.ElementNames());
}
