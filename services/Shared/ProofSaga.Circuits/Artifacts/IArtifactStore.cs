namespace ProofSaga.Circuits.Artifacts;

/// <summary>
/// Keeps finished proofs: immutable content under its own SHA-256 (64 lower-case hexadecimal digits).
/// Safe for concurrent use, from many processes too.
/// </summary>
public interface IArtifactStore
{
    /// <summary>Stores the content; when it returns, the content survives a crash. Storing the same content again changes nothing.</summary>
    /// <returns>The content's address.</returns>
    /// <exception cref="ArtifactStoreUnavailableException">It could not be stored now; nothing is half stored.</exception>
    Task<string> StoreAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Reads the whole content.</summary>
    /// <returns>The content, verified against its address.</returns>
    /// <exception cref="ArtifactNotFoundException">Nothing is stored under the address.</exception>
    /// <exception cref="ArtifactCorruptException">What is stored has another hash.</exception>
    /// <exception cref="ArtifactStoreUnavailableException">It could not be read now.</exception>
    Task<byte[]> ReadAsync(string sha256, CancellationToken cancellationToken);
}
