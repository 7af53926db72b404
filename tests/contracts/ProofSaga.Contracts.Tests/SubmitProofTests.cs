using System.Text.Json;
using ProofSaga.Contracts.Submission;

namespace ProofSaga.Contracts.Tests;

public class SubmitProofTests
{
    [Test]
    public void A_submission_without_inputs_can_be_sent_and_has_none()
    {
        var sent = JsonSerializer.Serialize(new SubmitProof { ProofId = Guid.CreateVersion7(), Circuit = "preimage" });

        var received = JsonSerializer.Deserialize<SubmitProof>(sent)!;

        Assert.That(received.Inputs.EnumerateObject(), Is.Empty);
    }
}
