namespace ProofSaga.Circuits.Catalog;

/// <summary>A circuit folder that cannot be used.</summary>
/// <param name="Folder">Absolute path of the folder.</param>
/// <param name="Problems">Everything that is wrong with it, each naming file and key.</param>
public sealed record BrokenCircuit(string Folder, IReadOnlyList<string> Problems);
