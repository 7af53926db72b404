using System.Text.Json;
using System.Text.Json.Serialization;
using MassTransit;
using ProofSaga.Contracts.Submission;

namespace ProofSaga.Intake.Messages;

/// <summary>
/// <see cref="SubmitProof"/> as it arrives, member by member: one that does not fit the contract can still be answered
/// with what is wrong with each member, instead of failing as a whole.
/// </summary>
/// <param name="Members">In their order, names as the sender spelt them. Holds the witness inputs: secret.</param>
[MessageUrn("ProofSaga.Contracts.Submission:SubmitProof")]
[ConfigureConsumeTopology(false)]
[JsonConverter(typeof(SubmissionMessageConverter))]
public sealed record SubmissionMessage(IReadOnlyList<KeyValuePair<string?, JsonElement>> Members)
{
    public override string ToString() => nameof(SubmitProof);
}
