using System.Text;
using System.Text.Json;
using ProofSaga.Circuits.Inputs;
using ProofSaga.Circuits.Manifests;

namespace ProofSaga.Circuits.Tests.Inputs;

public class InputValidatorTests
{
    const string Order = "21888242871839275222246405745257275088548364400416034343698204186575808495617";
    const string Largest = "21888242871839275222246405745257275088548364400416034343698204186575808495616";

    static readonly CircuitManifest Circuit = new()
    {
        Name = "test",
        Version = 1,
        Description = "For these tests.",
        Inputs =
        [
            new CircuitInput("preimage", [2], SignalVisibility.Private),
            new CircuitInput("path", [2, 3], SignalVisibility.Private),
            new CircuitInput("hash", [], SignalVisibility.Public),
        ],
        PublicSignals = ["hash"],
        Nullifier = null,
        ProofSystems = [],
        Ceremony = null,
    };

    [Test]
    public void Every_form_of_a_field_element_has_one_canonical_form()
    {
        var inputs = Parse(
            $$"""{"hash": "0x{{new string('0', 62)}}fF", "path": [[1, "2", "0003"], ["0x4", "\u0035", 0]], "preimage": ["{{Largest}}", 0]}"""
        );

        var validation = InputValidator.Validate(Circuit, inputs);

        Assert.That(validation.Errors, Is.Empty);
        Assert.That(
            Encoding.UTF8.GetString(validation.Inputs!.ToUtf8Json().Span),
            Is.EqualTo($$"""{"preimage":["{{Largest}}","0"],"path":[["1","2","3"],["4","5","0"]],"hash":"255"}""")
        );
    }

    [TestCase("\"\"", "it is an empty string")]
    [TestCase("\" 1\"", "it contains white space")]
    [TestCase("\"1\\n\"", "it contains white space")]
    [TestCase("\"-1\"", "it is negative")]
    [TestCase("-1", "it is negative")]
    [TestCase("-0", "it is negative")]
    [TestCase("1.0", "it has a fraction or an exponent")]
    [TestCase("1e3", "it has a fraction or an exponent")]
    [TestCase("\"1.5\"", "it is neither decimal digits nor 0x and hexadecimal digits")]
    [TestCase("\"ff\"", "it is neither decimal digits nor 0x and hexadecimal digits")]
    [TestCase("\"+1\"", "it is neither decimal digits nor 0x and hexadecimal digits")]
    [TestCase("\"١\"", "it is neither decimal digits nor 0x and hexadecimal digits")]
    [TestCase("\"0x\"", "after 0x there must be hexadecimal digits and nothing else")]
    [TestCase("\"0xfg\"", "after 0x there must be hexadecimal digits and nothing else")]
    [TestCase("\"\\ud800\"", "it is not Unicode text")]
    [TestCase("null", "it is null")]
    [TestCase("true", "it is a boolean")]
    [TestCase("{}", "it is an object")]
    [TestCase("[1]", "it is an array")]
    [TestCase("\"" + Order + "\"", "it is not below the order of the field")]
    [TestCase(Order, "it is not below the order of the field")]
    [TestCase(
        "\"0xffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\"",
        "it is not below the order of the field"
    )]
    public void What_is_no_field_element_is_refused_with_the_reason(string json, string reason)
    {
        var inputs = Parse($$"""{"preimage": [1, {{json}}], "path": [[1,2,3],[4,5,6]], "hash": 5}""");

        var error = InputValidator.Validate(Circuit, inputs).Errors.Single();

        Assert.That(error.Field, Is.EqualTo("inputs.preimage[1]"));
        Assert.That(error.Message, Is.EqualTo($"is not a field element: {reason}"));
    }

    [TestCase('1', 78, "")]
    [TestCase('1', 5_000_000, "")]
    [TestCase('0', 65, "0x")]
    public void A_huge_number_is_refused_without_being_computed(char digit, int digits, string prefix)
    {
        var text = prefix + new string(digit, digits);
        var inputs = Parse($$"""{"preimage": [1, "{{text}}"], "path": [[1,2,3],[4,5,6]], "hash": 5}""");

        Assert.That(
            InputValidator.Validate(Circuit, inputs).Errors.Single().Message,
            Is.EqualTo("is not a field element: it has more digits than any element of the field")
        );
    }

    [Test]
    public void All_problems_are_told_at_once()
    {
        var inputs = Parse("""{"preimage": [1], "path": [[1,2,3],[4,-5,6,7]], "salt": 3, "preimage": [1, 2]}""");

        var errors = InputValidator.Validate(Circuit, inputs).Errors;

        Assert.That(
            errors.Select(error => $"{error.Field} {error.Message}"),
            Is.EqualTo(
                new[]
                {
                    "inputs.salt is not an input of the circuit 'test'",
                    "inputs.preimage is given more than once",
                    "inputs.preimage has the wrong shape: it must be an array of 2 field elements",
                    "inputs.path[1] has the wrong shape: it must be an array of 3 field elements",
                    "inputs.hash is missing: it must be a field element",
                }
            )
        );
    }

    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("\"preimage\"")]
    [TestCase("7")]
    public void Only_an_object_can_be_inputs(string json)
    {
        var error = InputValidator.Validate(Circuit, Parse(json)).Errors.Single();

        Assert.That(error.Field, Is.EqualTo("inputs"));
    }

    [Test]
    public void Inputs_that_are_absent_are_refused()
    {
        Assert.That(InputValidator.Validate(Circuit, default).Errors.Single().Field, Is.EqualTo("inputs"));
    }

    [Test]
    public void The_number_of_errors_is_bounded()
    {
        var names = string.Join(',', Enumerable.Range(0, 10_000).Select(index => $"\"x{index}\": 1"));

        var errors = InputValidator.Validate(Circuit, Parse($"{{{names}}}")).Errors;

        Assert.That(errors, Has.Count.EqualTo(InputValidator.MaxErrors + 1));
        Assert.That(errors[^1].Message, Is.EqualTo("9953 more errors are not listed"));
    }

    [Test]
    public void Deep_nesting_is_refused_without_following_it()
    {
        var nested = new string('[', 60) + new string(']', 60);
        var inputs = Parse($$"""{"preimage": {{nested}}, "path": [{{nested}}, 1], "hash": {{nested}}}""");

        Assert.That(
            InputValidator.Validate(Circuit, inputs).Errors.Select(error => error.Field),
            Is.EqualTo(new[] { "inputs.preimage", "inputs.path[0]", "inputs.path[1]", "inputs.hash" })
        );
    }

    [TestCase("\"31337313373133731337\": 1", Description = "a value in a name's place")]
    [TestCase("\"\\ud800\": 1", Description = "not Unicode")]
    [TestCase("\"__proto__\": 1")]
    public void A_name_that_is_no_signal_name_is_not_repeated(string member)
    {
        var inputs = Parse($$"""{"preimage": [1, 2], "path": [[1,2,3],[4,5,6]], "hash": 5, {{member}}}""");

        var error = InputValidator.Validate(Circuit, inputs).Errors.Single();

        Assert.That(error.Field + error.Message, Does.Not.Contain("31337"));
        Assert.That(error.Message, Is.EqualTo("is not an input of the circuit 'test'"));
    }

    [Test]
    public void No_error_shows_a_value()
    {
        const string secret = "31337313373133731337";
        string[] wrong = [$"-{secret}", $"\"{secret} \"", $"{secret}.5", $"\"0x{secret}z\"", $"\"{secret}{Order}\""];

        foreach (var json in wrong)
        {
            var inputs = Parse($$"""{"preimage": [{{json}}, {{json}}], "path": {{json}}, "hash": [{{json}}]}""");
            var errors = InputValidator.Validate(Circuit, inputs).Errors;
            Assert.That(errors, Has.Count.EqualTo(4));
            Assert.That(errors.Select(error => error.Field + error.Message), Has.None.Contains("31337"));
        }
    }

    [Test]
    public void Canonical_inputs_do_not_show_themselves()
    {
        var inputs = Parse("""{"preimage": [31337, 2], "path": [[1,2,3],[4,5,6]], "hash": 5}""");

        var canonical = InputValidator.Validate(Circuit, inputs).Inputs!;

        Assert.That($"{canonical}", Is.EqualTo("[witness inputs]"));
        Assert.That(JsonSerializer.Serialize(canonical), Does.Not.Contain("31337"));
    }

    [Test]
    public void Public_inputs_are_named_as_the_public_signals_are()
    {
        var circuit = Circuit with
        {
            Inputs =
            [
                Circuit.Inputs[0],
                Circuit.Inputs[1] with
                {
                    Visibility = SignalVisibility.Public,
                },
                Circuit.Inputs[2],
            ],
        };
        var inputs = Parse("""{"preimage": [1, 2], "path": [[1,2,3],[4,5,6]], "hash": "0x10"}""");

        var values = PublicInputs.Of(circuit, InputValidator.Validate(circuit, inputs).Inputs!);

        Assert.That(values.Keys, Is.EquivalentTo(circuit.PublicInputSignals()));
        Assert.That(values["path[1][0]"], Is.EqualTo("4"));
        Assert.That(values["hash"], Is.EqualTo("16"));
    }

    static JsonElement Parse(string json) => JsonDocument.Parse(json).RootElement;
}
