using Microsoft.Extensions.DependencyInjection;
using ProofSaga.Circuits.Catalog;
using ProofSaga.Testing.Circuits;

namespace ProofSaga.Circuits.Tests.Catalog;

public class CircuitCatalogTests
{
    CircuitCopy circuit = null!;

    [SetUp]
    public void CopyCircuit() => circuit = new CircuitCopy();

    [TearDown]
    public void DeleteCopy() => circuit.Dispose();

    [Test]
    public void A_circuit_is_found_by_its_name()
    {
        var catalog = Load();

        Assert.That(catalog.Find("preimage")!.Name, Is.EqualTo("preimage"));
        Assert.That(catalog.Find("unknown"), Is.Null);
        Assert.That(catalog.Broken, Is.Empty);
    }

    [Test]
    public void A_broken_circuit_does_not_take_down_the_others()
    {
        var broken = Directory.CreateDirectory(Path.Combine(circuit.CircuitsFolder, "broken"));
        File.WriteAllText(Path.Combine(broken.FullName, "circuit.json"), "{}");

        var catalog = Load();

        Assert.That(catalog.Circuits.Select(found => found.Name), Is.EqualTo(new[] { "preimage" }));
        Assert.That(catalog.Find("broken"), Is.Null);
        Assert.That(catalog.Broken.Single().Folder, Is.EqualTo(broken.FullName));
        Assert.That(catalog.Broken.Single().Problems, Does.Contain("circuit.json: name: is missing"));
    }

    [Test]
    public void A_folder_without_a_manifest_is_no_circuit()
    {
        Directory.CreateDirectory(Path.Combine(circuit.CircuitsFolder, "toolchain"));

        Assert.That(Load().Broken, Is.Empty);
    }

    [Test]
    public void A_circuits_folder_that_does_not_exist_is_an_error()
    {
        Assert.That(
            () => Load(Path.Combine(circuit.CircuitsFolder, "nowhere")),
            Throws.InstanceOf<DirectoryNotFoundException>()
        );
    }

    ICircuitCatalog Load() => Load(circuit.CircuitsFolder);

    static ICircuitCatalog Load(string folder)
    {
        using var services = new ServiceCollection()
            .AddLogging()
            .AddCircuitCatalog(options => options.CircuitsFolder = folder)
            .BuildServiceProvider();
        return services.GetRequiredService<ICircuitCatalog>();
    }
}
