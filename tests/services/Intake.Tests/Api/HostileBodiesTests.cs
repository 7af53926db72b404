using System.Net;
using System.Text;
using ProofSaga.Intake.Tests.Support;

namespace ProofSaga.Intake.Tests.Api;

public class HostileBodiesTests
{
    const int MaxBodyBytes = 4096;

    IntakeHost host = null!;

    [OneTimeSetUp]
    public async Task Start() => host = await IntakeHost.StartAsync($"--Intake:MaxBodyBytes={MaxBodyBytes}");

    [OneTimeTearDown]
    public async Task Stop() => await host.DisposeAsync();

    [TestCase("", "line 1, byte 1")]
    [TestCase("{\n  \"circuit\": tru3\n}", "line 2, byte 17")]
    [TestCase("{\"circuit\":\"preimage\"", "line 1")]
    [TestCase("{} {}", "line 1, byte 4")]
    [TestCase("[]", "must be a JSON object")]
    [TestCase("\"text\"", "must be a JSON object")]
    [TestCase("null", "must be a JSON object")]
    public async Task A_body_that_is_no_JSON_object_is_told_where_it_breaks(string body, string where)
    {
        using var response = await host.Http.PostBytesAsync(Encoding.UTF8.GetBytes(body));
        var problem = await response.JsonAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(problem.Fields(), Is.EqualTo(new[] { "body" }));
            Assert.That(problem.GetProperty("errors").GetProperty("body")[0].GetString(), Does.Contain(where));
        }
    }

    [Test]
    public async Task Nesting_without_end_is_refused()
    {
        var body = "{\"inputs\":" + new string('[', 1000) + new string(']', 1000) + "}";

        using var response = await host.Http.PostBytesAsync(Encoding.UTF8.GetBytes(body));

        await AssertBadAsync(response, "body");
    }

    [TestCase("1e999999999")]
    [TestCase("-1")]
    [TestCase("123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890")]
    public async Task A_number_that_no_type_can_hold_is_refused(string number)
    {
        var body = $$$"""{"circuit":"preimage","inputs":{"preimage":["1","2"],"hash":{{{number}}}}}""";

        using var response = await host.Http.PostBytesAsync(Encoding.UTF8.GetBytes(body));

        await AssertBadAsync(response, "inputs.hash");
    }

    [TestCase("""{"circuit":"preimage","circuit":"preimage","inputs":{"preimage":["1","2"],"hash":"3"}}""", "circuit")]
    [TestCase("""{"circuit":"preimage","Circuit":"preimage","inputs":{"preimage":["1","2"],"hash":"3"}}""", "circuit")]
    [TestCase("""{"circuit":"preimage","inputs":{"hash":"3","preimage":["1","2"],"hash":"3"}}""", "inputs.hash")]
    [TestCase(
        """{"circuit":"preimage","metadata":{"a":"1","a":"2"},"inputs":{"preimage":["1","2"],"hash":"3"}}""",
        "metadata.a"
    )]
    public async Task A_name_that_is_given_twice_is_refused(string body, string field)
    {
        using var response = await host.Http.PostBytesAsync(Encoding.UTF8.GetBytes(body));

        await AssertBadAsync(response, field);
    }

    [Test]
    public async Task Bytes_that_are_no_UTF_8_are_refused()
    {
        byte[] body = [.. "{\"client\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        using var response = await host.Http.PostBytesAsync(body);

        await AssertBadAsync(response, "body");
    }

    [TestCase("""{"client":"\ud800","circuit":"preimage","inputs":{"preimage":["1","2"],"hash":"3"}}""", "client")]
    [TestCase("""{"\udfff":1,"circuit":"preimage","inputs":{"preimage":["1","2"],"hash":"3"}}""", "body")]
    [TestCase(
        """{"metadata":{"\ud800":"1"},"circuit":"preimage","inputs":{"preimage":["1","2"],"hash":"3"}}""",
        "metadata"
    )]
    public async Task Half_a_surrogate_pair_is_refused(string body, string field)
    {
        using var response = await host.Http.PostBytesAsync(Encoding.UTF8.GetBytes(body));

        await AssertBadAsync(response, field);
    }

    [Test]
    public async Task A_thousand_unknown_members_get_a_short_answer()
    {
        var body = "{" + string.Join(',', Enumerable.Range(0, 300).Select(i => $"\"m{i}\":1")) + "}";

        using var response = await host.Http.PostBytesAsync(Encoding.UTF8.GetBytes(body));
        var fields = (await response.JsonAsync()).Fields().ToList();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(fields, Has.Count.LessThan(60));
            Assert.That(fields, Does.Contain("body"));
        }
    }

    [Test]
    public async Task A_byte_order_mark_is_passed_over()
    {
        byte[] body = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Submissions.Valid().ToJsonString())];

        using var response = await host.Http.PostBytesAsync(body);

        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.Accepted));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_body_above_the_limit_is_too_large(bool lengthIsDeclared)
    {
        var submission = Submissions.Valid().With("metadata", new string('x', MaxBodyBytes));
        var body = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(submission.ToJsonString())));
        body.Headers.ContentType = new("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/proofs") { Content = body };
        request.Headers.TransferEncodingChunked = !lengthIsDeclared;

        using var response = await host.Http.SendAsync(request);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.RequestEntityTooLarge));
            Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
        }
    }

    [TestCase("text/plain")]
    [TestCase("application/xml")]
    [TestCase("application/json; charset=utf-16")]
    public async Task Another_content_type_is_not_supported(string contentType)
    {
        var body = Encoding.UTF8.GetBytes(Submissions.Valid().ToJsonString());

        using var response = await host.Http.PostBytesAsync(body, contentType);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));
            Assert.That(response.Content.Headers.ContentType?.MediaType, Is.EqualTo("application/problem+json"));
        }
    }

    static async Task AssertBadAsync(HttpResponseMessage response, string field)
    {
        var problem = await response.JsonAsync();
        using (Assert.EnterMultipleScope())
        {
            Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(problem.Fields(), Does.Contain(field));
        }
    }
}
