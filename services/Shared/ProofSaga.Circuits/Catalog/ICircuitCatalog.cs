using ProofSaga.Circuits.Manifests;

namespace ProofSaga.Circuits.Catalog;

/// <summary>
/// The circuits of the circuits folder: each sub-folder with a <c>circuit.json</c> is one. Read once, when the catalog is made.
/// </summary>
/// <remarks>
/// A broken circuit does not take down the others: it is left out of <see cref="Circuits"/>, listed with all its
/// problems in <see cref="Broken"/> and logged as an error. To a submission it is an unknown circuit.
/// </remarks>
public interface ICircuitCatalog
{
    /// <summary>The sound circuits, ordered by name.</summary>
    IReadOnlyList<CircuitManifest> Circuits { get; }

    /// <summary>The folders that hold no sound circuit, ordered by path.</summary>
    IReadOnlyList<BrokenCircuit> Broken { get; }

    /// <summary>The circuit of that name; <see langword="null"/> when there is no sound one.</summary>
    CircuitManifest? Find(string name);
}
