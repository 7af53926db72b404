namespace ProofSaga.Intake.Submission;

/// <summary>Names of a submission's members, as JSON has them and as errors name them.</summary>
static class SubmissionFields
{
    public const string ProofId = "proof_id";
    public const string Circuit = "circuit";
    public const string ProofSystem = "proof_system";
    public const string Inputs = "inputs";
    public const string Attachments = "attachments";
    public const string Signature = "signature";
    public const string Priority = "priority";
    public const string Publish = "publish";
    public const string CallbackUrl = "callback_url";
    public const string Client = "client";
    public const string Metadata = "metadata";

    /// <summary>Where an error is put that belongs to no member.</summary>
    public const string Body = "body";

    public static IReadOnlyList<string> All { get; } =
    [ProofId, Circuit, ProofSystem, Inputs, Attachments, Signature, Priority, Publish, CallbackUrl, Client, Metadata];
}
