using System.Text;
using ProofSaga.Ethereum.Hashing;

namespace ProofSaga.Ethereum.Registry;

/// <summary>How ProofSaga's names become the <c>bytes32</c> of the <c>ProofRegistry</c> contract.</summary>
public static class RegistryIds
{
    /// <summary>The UUID's 16 bytes in the order of RFC 9562 (as it is written), then 16 zero bytes.</summary>
    public static Bytes32 Proof(Guid proofId)
    {
        Span<byte> bytes = stackalloc byte[Bytes32.Length];
        bytes.Clear();
        proofId.TryWriteBytes(bytes, bigEndian: true, out _);
        return new Bytes32(bytes);
    }

    /// <summary>The Keccak-256 hash of <c>name@version</c>.</summary>
    public static Bytes32 Circuit(string name, string version) => Keccak256.Hash($"{name}@{version}");

    /// <summary>The name's ASCII characters, filled up with zero bytes.</summary>
    /// <exception cref="ArgumentException">The name is empty, longer than 32 characters, or not ASCII.</exception>
    public static Bytes32 ProofSystem(string name)
    {
        if (name.Length is 0 or > Bytes32.Length || !Ascii.IsValid(name))
            throw new ArgumentException("A proof system's name is 1 to 32 ASCII characters.", nameof(name));

        Span<byte> bytes = stackalloc byte[Bytes32.Length];
        bytes.Clear();
        Encoding.ASCII.GetBytes(name, bytes);
        return new Bytes32(bytes);
    }
}
