using System.Reflection;
using ProofSaga.Contracts.Submission;
using ProofSaga.DeadLetters;
using ProofSaga.Intake;
using ProofSaga.Orchestrator;
using ProofSaga.Prover;
using ProofSaga.Publisher;

namespace ProofSaga.SystemTests.Architecture;

/// <summary>Dependencies point one way: services, then Shared, then contracts.</summary>
public class DependencyTests
{
    static readonly Assembly[] Services =
    [
        typeof(IntakeRegistration).Assembly,
        typeof(OrchestratorRegistration).Assembly,
        typeof(ProverRegistration).Assembly,
        typeof(PublisherRegistration).Assembly,
        typeof(DeadLettersRegistration).Assembly,
    ];

    [Test]
    public void No_service_names_another_in_its_project_except_Standalone() =>
        Assert.That(
            from project in ProjectFile.All
            where project.IsService && !project.Path.Contains("/Standalone/", StringComparison.Ordinal)
            from reference in project.References
            where
                !reference.StartsWith("services/Shared/", StringComparison.Ordinal)
                && !reference.StartsWith("contracts/", StringComparison.Ordinal)
            select $"{project.Path} → {reference}",
            Is.Empty
        );

    [Test]
    public void Standalone_names_every_service_that_runs() =>
        Assert.That(
            ProjectFile
                .All.Single(project => project.Path.Contains("/Standalone/", StringComparison.Ordinal))
                .References,
            Is.EquivalentTo(Services.Select(service => service.GetName().Name!).Select(PathOf))
        );

    [Test]
    public void No_service_uses_another() =>
        Assert.That(
            from service in Services
            from reference in service.GetReferencedAssemblies()
            where Services.Any(other => other.GetName().Name == reference.Name)
            select $"{service.GetName().Name} → {reference.Name}",
            Is.Empty
        );

    [Test]
    public void Shared_knows_no_service() =>
        Assert.That(
            from project in ProjectFile.All
            where project.IsShared
            from reference in project.References
            where
                !reference.StartsWith("services/Shared/", StringComparison.Ordinal)
                && !reference.StartsWith("contracts/", StringComparison.Ordinal)
            select $"{project.Path} → {reference}",
            Is.Empty
        );

    [Test]
    public void The_contracts_know_nothing()
    {
        Assert.That(
            ProjectFile
                .All.Single(project => project.Path.StartsWith("contracts/", StringComparison.Ordinal))
                .References,
            Is.Empty
        );
        Assert.That(
            typeof(SubmitProof).Assembly.GetReferencedAssemblies().Select(assembly => assembly.Name),
            Is.All.StartsWith("System.")
        );
    }

    [Test]
    public void Each_program_fits_in_forty_lines()
    {
        var lines = TrackedFiles
            .All.Where(path => path.StartsWith("services/", StringComparison.Ordinal))
            .Where(path => Path.GetFileName(path) == "Program.cs")
            .ToDictionary(path => path, path => TrackedFiles.Read(path).Count(character => character == '\n'));

        Assert.That(lines, Has.Count.EqualTo(Services.Length + 2), "Standalone and Cli are programs too");
        Assert.That(lines.Values, Is.All.LessThan(40));
    }

    static string PathOf(string assembly) => $"services/{assembly[$"{nameof(ProofSaga)}.".Length..]}/{assembly}.csproj";
}
