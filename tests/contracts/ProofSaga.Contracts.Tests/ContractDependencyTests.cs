using ProofSaga.Contracts.Submission;

namespace ProofSaga.Contracts.Tests;

public class ContractDependencyTests
{
    [Test]
    public void The_contracts_need_nothing_beyond_the_base_library()
    {
        var foreign = typeof(SubmitProof)
            .Assembly.GetReferencedAssemblies()
            .Select(assembly => assembly.Name)
            .Where(name => !name!.StartsWith("System.", StringComparison.Ordinal));

        Assert.That(foreign, Is.Empty);
    }
}
