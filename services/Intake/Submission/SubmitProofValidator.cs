using FluentValidation;
using ProofSaga.Contracts.Submission;

namespace ProofSaga.Intake.Submission;

/// <summary>What can be said of a submission without knowing its circuit.</summary>
sealed class SubmitProofValidator : AbstractValidator<SubmitProof>
{
    public SubmitProofValidator()
    {
        RuleFor(submission => submission.ProofId)
            .NotEmpty()
            .OverridePropertyName(SubmissionFields.ProofId)
            .WithMessage("must be a UUID other than the empty one");

        RuleFor(submission => submission.Client)
            .Must(client => IsPrintable(client, SubmissionLimits.ClientLength))
            .OverridePropertyName(SubmissionFields.Client)
            .WithMessage($"must be 1 to {SubmissionLimits.ClientLength} printable characters");

        RuleFor(submission => submission.CallbackUrl)
            .Must(url => url is null || url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            .OverridePropertyName(SubmissionFields.CallbackUrl)
            .WithMessage("must be an http or https URL");

        RuleFor(submission => submission.Metadata)
            .Must(metadata => metadata.Count <= SubmissionLimits.MetadataEntries)
            .OverridePropertyName(SubmissionFields.Metadata)
            .WithMessage($"must have at most {SubmissionLimits.MetadataEntries} entries");

        RuleFor(submission => submission.Metadata).Custom(CheckEntries);
    }

    static void CheckEntries(IReadOnlyDictionary<string, string> metadata, ValidationContext<SubmitProof> context)
    {
        foreach (var (key, value) in metadata)
        {
            if (!IsPrintable(key, SubmissionLimits.MetadataKeyLength))
                context.AddFailure(
                    SubmissionFields.Metadata,
                    $"has a key that is not 1 to {SubmissionLimits.MetadataKeyLength} printable characters"
                );
            if (value.Length > SubmissionLimits.MetadataValueLength)
                context.AddFailure(
                    MemberPath.Of(SubmissionFields.Metadata, key),
                    $"must be at most {SubmissionLimits.MetadataValueLength} characters"
                );
        }
    }

    static bool IsPrintable(string text, int maxLength) =>
        text.Length > 0 && text.Length <= maxLength && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl);
}
