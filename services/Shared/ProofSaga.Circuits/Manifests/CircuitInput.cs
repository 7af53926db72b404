namespace ProofSaga.Circuits.Manifests;

/// <summary>One input signal of a circuit.</summary>
/// <param name="Name">The signal's name in the circuit.</param>
/// <param name="Shape">Its dimensions: empty for a single field element, <c>[2]</c> for an array of two.</param>
/// <param name="Visibility">Is it one of the public signals?</param>
public sealed record CircuitInput(string Name, IReadOnlyList<int> Shape, SignalVisibility Visibility)
{
    /// <summary>Names of the elements in circom's order: <c>hash</c>, or <c>path[0][0]</c>, <c>path[0][1]</c>, …</summary>
    public IEnumerable<string> ElementNames()
    {
        IEnumerable<string> names = [Name];
        foreach (var dimension in Shape)
            names = names.SelectMany(name => Enumerable.Range(0, dimension), (name, index) => $"{name}[{index}]");
        return names;
    }
}
