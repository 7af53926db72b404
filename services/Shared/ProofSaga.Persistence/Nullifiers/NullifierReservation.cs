namespace ProofSaga.Persistence.Nullifiers;

/// <summary>Which proof of a circuit may spend a nullifier: one row for each nullifier that a verified proof has shown.</summary>
public class NullifierReservation
{
    /// <summary>Bytes of a stored nullifier, whatever its value.</summary>
    public const int NullifierBytes = 32;

    public string Circuit { get; set; } = "";
    public int CircuitVersion { get; set; }

    /// <summary>The field element, big-endian, filled up with zero bytes: two spellings of one number are one.</summary>
    public byte[] Nullifier { get; set; } = [];

    public Guid ProofId { get; set; }

    /// <summary>UTC; when <see cref="ProofId"/> got it.</summary>
    public DateTime ReservedAt { get; set; }
}
