namespace ProofSaga.Intake.Submission;

/// <summary>How large the parts of a submission may be. Lengths are in UTF-16 code units.</summary>
static class SubmissionLimits
{
    public const int ClientLength = 128;
    public const int MetadataEntries = 32;
    public const int MetadataKeyLength = 64;
    public const int MetadataValueLength = 1024;
    public const int CallbackUrlLength = 2048;

    /// <summary>How many known circuits an error lists.</summary>
    public const int ListedCircuits = 20;

    /// <summary>How many members of a wrong type or an unknown name one answer names.</summary>
    public const int ListedErrors = 50;

    /// <summary>The longest name of a member that an error repeats.</summary>
    public const int ShownNameLength = 64;
}
