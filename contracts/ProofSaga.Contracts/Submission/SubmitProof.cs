using System.Text.Json;

namespace ProofSaga.Contracts.Submission;

/// <summary>Orders one proof. Answered by <see cref="ProofAccepted"/> or <see cref="ProofRejected"/>.</summary>
/// <remarks>
/// The same <see cref="ProofId"/> with the same content is accepted once and answered the same way again;
/// with different content it is rejected with <see cref="RejectionReason.Conflict"/>.
/// </remarks>
public sealed record SubmitProof
{
    /// <summary>Chosen by the producer: the idempotency key. Must not be the empty UUID.</summary>
    public Guid ProofId { get; init; }

    /// <summary>Name of a circuit that the prover knows.</summary>
    public string Circuit { get; init; } = "";

    /// <summary>One of the circuit's proof systems; the first one of its manifest when absent.</summary>
    public string? ProofSystem { get; init; }

    /// <summary>
    /// A JSON object: input signal name to a field element, or nested arrays of them in the signal's shape.
    /// A field element is a decimal string, a <c>0x</c> hexadecimal string or a JSON integer.
    /// These are the witness inputs: secrets, never logged.
    /// </summary>
    /// <value>Default: an empty object, so that forgotten inputs are rejected by name.</value>
    public JsonElement Inputs { get; init; } = JsonElement.Parse("{}");

    public IReadOnlyList<ProofAttachment> Attachments { get; init; } = [];

    public ProofSignature? Signature { get; init; }

    public ProofPriority Priority { get; init; }

    /// <summary>Publish on chain? The default, <see langword="null"/>, means: if a signing key is configured.</summary>
    public bool? Publish { get; init; }

    public Uri? CallbackUrl { get; init; }

    /// <summary>The client on whose behalf the proof is made.</summary>
    public string Client { get; init; } = "";

    /// <summary>The producer's own notes, given back with the result. At most 32 entries.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
