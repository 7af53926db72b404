using ProofSaga.Contracts.Submission;

namespace ProofSaga.Circuits.Inputs;

/// <summary>Gathers errors, and only counts them once there are enough: a hostile submission gets a short answer.</summary>
sealed class InputErrors
{
    readonly List<SubmissionError> listed = [];
    int unlisted;

    public bool Any => listed.Count > 0;

    public void Add(string field, string message)
    {
        if (listed.Count < InputValidator.MaxErrors)
            listed.Add(new SubmissionError(field, message));
        else
            unlisted++;
    }

    public IReadOnlyList<SubmissionError> ToList() =>
        unlisted == 0
            ? listed
            : [.. listed, new SubmissionError(InputValidator.Root, $"{unlisted} more errors are not listed")];
}
