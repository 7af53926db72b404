using System.Diagnostics.CodeAnalysis;

namespace ProofSaga.Circuits.Manifests;

/// <summary>What <see cref="CircuitLoader"/> made of a folder: a sound circuit or problems, never both.</summary>
/// <param name="Manifest">The circuit; <see langword="null"/> when there are problems.</param>
/// <param name="Problems">Everything that is wrong, each naming file and key.</param>
public sealed record CircuitLoad(CircuitManifest? Manifest, IReadOnlyList<string> Problems)
{
    [MemberNotNullWhen(true, nameof(Manifest))]
    public bool IsSound => Manifest is not null;
}
