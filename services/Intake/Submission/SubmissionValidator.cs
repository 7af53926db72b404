using ProofSaga.Circuits.Catalog;
using ProofSaga.Circuits.Inputs;
using ProofSaga.Circuits.Manifests;
using ProofSaga.Contracts.Submission;

namespace ProofSaga.Intake.Submission;

/// <summary>Checks everything that can be checked before any work, and reports all that is wrong at once.</summary>
sealed class SubmissionValidator(ICircuitCatalog catalog)
{
    readonly SubmitProofValidator rules = new();

    public SubmissionValidation Validate(SubmissionReading reading)
    {
        var submission = reading.Submission;
        var unreadable = reading.Errors.Select(error => error.Field).ToHashSet();
        var errors = new List<SubmissionError>(reading.Errors);

        // A member that could not be read is at its default, which is not what the sender did wrong.
        void Add(IEnumerable<SubmissionError> found) =>
            errors.AddRange(found.Where(error => !unreadable.Contains(error.Field)));

        Add(
            rules
                .Validate(submission)
                .Errors.Select(failure => new SubmissionError(failure.PropertyName, failure.ErrorMessage))
        );

        var circuit = catalog.Find(submission.Circuit);
        if (circuit is null)
        {
            Add([new SubmissionError(SubmissionFields.Circuit, WhichCircuits(submission.Circuit))]);
            return new SubmissionValidation(errors);
        }

        var proofSystem = submission.ProofSystem ?? circuit.DefaultProofSystem.Name;
        if (circuit.FindProofSystem(proofSystem) is null)
            Add([new SubmissionError(SubmissionFields.ProofSystem, WhichProofSystems(circuit))]);

        var inputs = InputValidator.Validate(circuit, submission.Inputs);
        Add(inputs.Errors);

        return inputs.IsValid && errors.Count == 0
            ? new SubmissionValidation(
                new ValidSubmission(submission, circuit, proofSystem, submission.Publish ?? true, inputs.Inputs)
            )
            : new SubmissionValidation(errors);
    }

    string WhichCircuits(string given)
    {
        var known = catalog.Circuits.Select(circuit => circuit.Name).Take(SubmissionLimits.ListedCircuits);
        var more = catalog.Circuits.Count > SubmissionLimits.ListedCircuits ? ", …" : "";
        return $"{(given.Length == 0 ? "is required" : "is no known circuit")}; known: {string.Join(", ", known)}{more}";
    }

    static string WhichProofSystems(CircuitManifest circuit) =>
        $"is not supported by the circuit '{circuit.Name}'; it supports: "
        + string.Join(", ", circuit.ProofSystems.Select(system => system.Name));
}
