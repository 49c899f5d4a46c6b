using System.Net;
using System.Text;

namespace CallCenter.Server.Tests;

/// <summary>JSON is UTF-8 at every address with a body. Found by the fuzzer: some answered in the encoding of the request, and failed on
/// their own answer.</summary>
public sealed class JsonEncodingTests : IAsyncLifetime
{
    private const string Selector = """{"selector":{"kpis":[{"spec":"contacts_offered"}]}}""";

    private WebServer _web = null!;

    public async Task InitializeAsync() => _web = await WebServer.StartAsync();

    public async Task DisposeAsync() => await _web.DisposeAsync();

    [Theory]
    [InlineData("/v1/events", "{}")]
    [InlineData("/v1/contacts:forget", """{"contactId":"c1"}""")]
    [InlineData("/v1/contacts:forget", "{")]
    [InlineData("/v1/kpis:snapshot", Selector)]
    [InlineData("/v1/kpis:subscribe", Selector)]
    public async Task A_body_in_another_encoding_is_a_problem_with_its_reason(string path, string body)
    {
        using var response = await PostAsync(path, Encoding.Unicode.GetBytes(body), "application/json; charset=utf-16");

        Assert.Equal(
            (HttpStatusCode.BadRequest, "application/problem+json", "REQUEST_UNREADABLE"),
            (response.StatusCode, response.Content.Headers.ContentType!.MediaType,
                (await WebServer.JsonOf(response)).GetProperty("reason").GetString()));
    }

    [Theory]
    [InlineData("/v1/contacts:forget", """{"contactId":"c1"}""", "application/json; charset=utf-8")]
    [InlineData("/v1/contacts:forget", """{"contactId":"c1"}""", "application/json; charset=\"UTF-8\"")]
    [InlineData("/v1/kpis:snapshot", Selector, "application/json; charset=utf-8")]
    [InlineData("/v1/kpis:snapshot", Selector, "application/json; charset=\"UTF-8\"")]
    public async Task A_body_that_names_its_encoding_UTF_8_is_read(string path, string body, string type)
    {
        using var response = await PostAsync(path, Encoding.UTF8.GetBytes(body), type);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private Task<HttpResponseMessage> PostAsync(string path, byte[] body, string type) => _web.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) { Headers = { { "Content-Type", type } } } });
}
