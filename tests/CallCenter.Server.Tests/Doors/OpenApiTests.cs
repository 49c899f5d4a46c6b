using System.Net;
using System.Text.RegularExpressions;
using CallCenter.V1;
using Google.Api;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi.Models;
using Microsoft.OpenApi.Readers;

namespace CallCenter.Server.Tests;

/// <summary>The OpenAPI document of the addresses over HTTP, and its page.</summary>
public sealed partial class OpenApiTests : IAsyncLifetime
{
    // What shows the document, and the dashboard: no addresses of the API.
    private static readonly string[] Shown = ["/openapi/", "/docs", "/assets/"];

    private WebServer _web = null!;
    private OpenApiDocument _document = null!;
    private OpenApiDiagnostic _findings = null!;

    public async Task InitializeAsync()
    {
        _web = await WebServer.StartAsync();
        using var answer = await _web.GetAsync("/openapi/v1.json");
        Assert.Equal((HttpStatusCode.OK, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        _document = new OpenApiStringReader().Read(await WebServer.TextOf(answer), out _findings);
    }

    public async Task DisposeAsync() => await _web.DisposeAsync();

    [Fact]
    public void A_validator_accepts_the_document()
        => Assert.Empty(_findings.Errors.Concat(_findings.Warnings).Select(finding => finding.ToString()));

    [Fact]
    public void Every_annotated_address_of_the_protos_is_in_it()
    {
        var annotated = IngestService.Descriptor.File.Services.Concat(KpiService.Descriptor.File.Services)
            .SelectMany(service => service.Methods)
            .Select(method => method.GetOptions()?.GetExtension(AnnotationsExtensions.Http)).OfType<HttpRule>()
            .SelectMany(rule => rule.AdditionalBindings.Prepend(rule))
            .Select(rule => rule.PatternCase == HttpRule.PatternOneofCase.Get ? ("Get", rule.Get) : ("Post", rule.Post)).ToList();

        Assert.NotEmpty(annotated);
        Assert.Empty(annotated.Except(Operations()));
    }

    [Fact]
    public void Every_other_address_of_the_server_is_in_it()
    {
        var served = _web.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>() is null)
            .Where(endpoint => endpoint.RoutePattern.RawText is { } path && path != "/" && !path.Contains("{unimplemented")
                && !Shown.Any(path.StartsWith))
            .SelectMany(endpoint => MethodsOf(endpoint).Select(method => (method, endpoint.RoutePattern.RawText!))).ToList();

        Assert.Contains(("Get", "/v1/stream"), served);
        Assert.Contains(("Post", "/v1/stream-tickets"), served);
        Assert.Empty(served.Except(Operations()));
    }

    [Theory]
    [InlineData("/v1/kpis")]
    [InlineData("/v1/stream")]
    public async Task The_parameters_in_it_are_those_that_the_server_knows(string path)
    {
        using var answer = await _web.GetAsync($"{path}?unknown=1");
        var detail = (await WebServer.JsonOf(answer)).GetProperty("detail").GetString()!;
        var known = ParameterList().Match(detail).Groups[1].Value.Split(", ");

        var documented = _document.Paths[path].Operations[OperationType.Get].Parameters.Where(p => p.In == ParameterLocation.Query);

        Assert.Equal(known.Order(), documented.Select(p => p.Name).Order());
    }

    [Fact]
    public void Every_operation_fails_with_a_problem_whose_reasons_are_listed()
    {
        Assert.All(_document.Paths.Values.SelectMany(path => path.Operations.Values), operation =>
        {
            var content = Assert.Single(operation.Responses["default"].Content);
            Assert.Equal(("application/problem+json", "Problem"), (content.Key, content.Value.Schema.Reference.Id));
        });
        var reasons = _document.Components.Schemas["Problem"].Properties["reason"].Description;
        Assert.Contains("SELECTOR_INVALID", reasons);
        Assert.Contains("TICKET_INVALID", reasons);
    }

    [Fact]
    public void Snapshots_are_JSON_or_CSV_whether_by_query_or_by_body()
    {
        var byQuery = _document.Paths["/v1/kpis"].Operations[OperationType.Get];
        var byBody = _document.Paths["/v1/kpis:snapshot"].Operations[OperationType.Post];

        Assert.Equal(["application/json", "text/csv"], byQuery.Responses["200"].Content.Keys);
        Assert.Equal(["application/json", "text/csv"], byBody.Responses["200"].Content.Keys);
        Assert.Equal(["format"], byBody.Parameters.Select(parameter => parameter.Name));
    }

    [Fact]
    public void Comments_of_the_protos_are_its_descriptions()
    {
        var snapshot = _document.Paths["/v1/kpis:snapshot"].Operations[OperationType.Post];

        Assert.Equal("Gives the values of a selector now", snapshot.Summary);
        Assert.Contains("ANSWER_TOO_LARGE", snapshot.Description);
        Assert.StartsWith("Number of the row within this stream", _document.Components.Schemas["KpiRow"].Properties["row"].Description);
    }

    [Fact]
    public void Long_numbers_are_strings_as_in_the_JSON_itself()
        => Assert.Equal("string", _document.Components.Schemas["KpiValue"].Properties["count"].Type);

    [Fact]
    public async Task The_page_loads_nothing_from_elsewhere()
    {
        using var answer = await _web.GetAsync("/docs/");
        var page = await WebServer.TextOf(answer);
        var loaded = Loaded().Matches(page).Select(match => match.Groups[1].Value).ToList();

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotEmpty(loaded);
        Assert.DoesNotContain(loaded, address => address.Contains("//"));
    }

    [Fact]
    public async Task Neither_is_served_where_others_can_connect_unless_an_option_says_so()
    {
        await using var closed = await WebServer.StartAsync(o => o.Docs = false);

        foreach (var path in new[] { "/openapi/v1.json", "/docs/" })
        {
            using var answer = await closed.GetAsync(path);
            Assert.Equal((path, HttpStatusCode.NotFound), (path, answer.StatusCode));
        }
        Assert.False(new Hosting.ServerOptions { Listen = "https://0.0.0.0:50051" }.ServesDocs);
        Assert.True(new Hosting.ServerOptions { Listen = "https://0.0.0.0:50051", Docs = true }.ServesDocs);
    }

    // Those of the framework, such as probes, name no method.
    private static IEnumerable<string> MethodsOf(RouteEndpoint endpoint)
        => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            .Select(method => $"{char.ToUpperInvariant(method[0])}{method[1..].ToLowerInvariant()}");

    private IEnumerable<(string Method, string Path)> Operations()
        => _document.Paths.SelectMany(path => path.Value.Operations.Keys.Select(method => (method.ToString(), path.Key)));

    [GeneratedRegex("there are ([a-z_, ]+)")]
    private static partial Regex ParameterList();

    [GeneratedRegex("(?:src|href)=\"([^\"]+)\"")]
    private static partial Regex Loaded();
}
