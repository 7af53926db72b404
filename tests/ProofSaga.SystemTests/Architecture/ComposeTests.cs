using YamlDotNet.RepresentationModel;

namespace ProofSaga.SystemTests.Architecture;

/// <summary><c>docker-compose.yml</c>: it can be read, and what it names exists.</summary>
public class ComposeTests
{
    /// <summary>The merge key of YAML 1.1, which compose files use.</summary>
    const string Merge = "<<";

    YamlMappingNode compose = null!;

    [OneTimeSetUp]
    public void Read()
    {
        var stream = new YamlStream();
        using var text = new StringReader(TrackedFiles.Read("docker-compose.yml"));
        stream.Load(text);
        compose = (YamlMappingNode)stream.Documents.Single().RootNode;
    }

    [Test]
    public void It_runs_the_services_and_what_they_need() =>
        Assert.That(
            Names(compose, "services"),
            Is.SupersetOf(
                (string[])
                    ["intake", "orchestrator", "prover", "publisher", "dead-letters", "rabbitmq", "postgres", "chain"]
            )
        );

    [Test]
    public void Every_volume_is_declared_and_every_declared_one_used()
    {
        var used = Services()
            .SelectMany(service => Texts(service, "volumes"))
            .Select(mount => mount.Split(':')[0])
            .Where(source => !source.StartsWith('.'));

        Assert.That(used.Distinct(), Is.EquivalentTo(Names(compose, "volumes")));
    }

    [Test]
    public void What_a_service_waits_for_is_a_service() =>
        Assert.That(
            Services().SelectMany(service => Names(service, "depends_on")).Distinct(),
            Is.SubsetOf(Names(compose, "services"))
        );

    [Test]
    public void No_port_of_the_host_is_taken_twice_or_open_to_the_network()
    {
        var ports = Services().SelectMany(service => Texts(service, "ports")).ToList();

        Assert.That(ports, Is.All.StartsWith("127.0.0.1:"));
        Assert.That(ports.Select(port => port.Split(':')[1]), Is.Unique);
    }

    [Test]
    public void An_image_is_built_from_one_recipe_whoever_uses_it()
    {
        var recipes = Services()
            .Where(service => Find(service, "build") is not null)
            .ToLookup(service => $"{Find(service, "image")}", service => $"{Find(service, "build")}");

        Assert.That(recipes, Is.Not.Empty);
        Assert.That(recipes.Where(image => image.Distinct().Count() > 1).Select(image => image.Key), Is.Empty);
    }

    [Test]
    public void What_is_built_is_there()
    {
        foreach (var build in Services().Select(service => Find(service, "build")).OfType<YamlMappingNode>())
        {
            var dockerfile = $"{Find(build, "dockerfile")}";
            Assert.That(TrackedFiles.All, Does.Contain(dockerfile));
            Assert.That(TrackedFiles.Read(dockerfile), Does.Match($@"(?mi)^FROM \S+ AS {Find(build, "target")}\s*$"));
            if (Find(build, "args") is YamlMappingNode arguments)
            {
                var project = $"{Find(arguments, "PROJECT")}";
                Assert.That(TrackedFiles.All, Does.Contain($"services/{project}/ProofSaga.{project}.csproj"));
            }
        }
    }

    IEnumerable<YamlMappingNode> Services() =>
        ((YamlMappingNode)compose["services"]).Children.Values.Cast<YamlMappingNode>();

    static IEnumerable<string> Names(YamlMappingNode parent, string name) =>
        Find(parent, name) is YamlMappingNode child ? AllNames(child) : [];

    static IEnumerable<string> AllNames(YamlMappingNode node) =>
        node.Children.SelectMany(entry =>
            $"{entry.Key}" == Merge ? AllNames((YamlMappingNode)entry.Value) : [$"{entry.Key}"]
        );

    static IEnumerable<string> Texts(YamlMappingNode parent, string name) =>
        Find(parent, name) is YamlSequenceNode child ? child.Children.Select(text => $"{text}") : [];

    /// <summary>A member of a mapping: its own, else that of the mapping merged into it.</summary>
    static YamlNode? Find(YamlMappingNode node, string name) =>
        node.Children.TryGetValue(name, out var own) ? own
        : node.Children.TryGetValue(Merge, out var merged) ? Find((YamlMappingNode)merged, name)
        : null;
}
