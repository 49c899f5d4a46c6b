using System.Net;
using System.Net.Quic;
using CallCenter.Server.Hosting;
using CallCenter.V1;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CallCenter.Server.Tests;

/// <summary>Which versions of HTTP the addresses speak.</summary>
public sealed class ProtocolTests : IDisposable
{
    private const string Http3Refusal = "Tls:Protocols asks for HTTP/3, which this machine cannot serve: the library msquic, or its TLS "
        + "1.3, is missing; install libmsquic, or set Tls:Protocols to Http1AndHttp2.";

    private static readonly TlsOptions WithHttp3 = new() { Protocols = HttpProtocols.Http1AndHttp2AndHttp3 };

    private readonly DataFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Http3_is_refused_with_the_next_step_where_it_cannot_be_served_and_accepted_where_it_can()
    {
        Assert.Equal(Http3Refusal, WithHttp3.ProtocolError(isQuicSupported: false));
        Assert.Null(WithHttp3.ProtocolError(isQuicSupported: true));
    }

    [Fact]
    public void Options_with_HTTP_3_are_wrong_exactly_where_this_machine_lacks_it()
    {
        var files = Certificates.In(_folder);
        var options = new ServerOptions
        {
            Listen = "https://127.0.0.1:0",
            Tls = WithHttp3 with { Certificate = files.Pem, Key = files.Key },
        };

        Assert.Equal(QuicListener.IsSupported ? [] : [Http3Refusal], options.Errors());
    }

    [Theory]
    [InlineData(HttpProtocols.Http1)]
    [InlineData(HttpProtocols.Http2)]
    [InlineData(HttpProtocols.Http3)]
    [InlineData(HttpProtocols.None)]
    public void Other_sets_of_protocols_are_refused_with_the_known_ones(HttpProtocols protocols)
        => Assert.Equal(
            $"Tls:Protocols is {protocols}; set it to Http1AndHttp2 or Http1AndHttp2AndHttp3.",
            new TlsOptions { Protocols = protocols }.ProtocolError(isQuicSupported: true));

    [Fact]
    public void Each_address_has_its_protocols_and_none_has_HTTP_3_unasked()
    {
        var options = new ServerOptions
        {
            Listen = "http://127.0.0.1:1;https://127.0.0.1:2;http://unix:/run/ccg.sock",
            Web = "http://127.0.0.1:3;https://127.0.0.1:4",
        };

        Assert.Equal(["HTTP/2", "HTTP/1.1, HTTP/2", "HTTP/2", "HTTP/1.1", "HTTP/1.1, HTTP/2"], Endpoints.ProtocolNames(options));
        options.Tls = WithHttp3;
        Assert.Equal("HTTP/1.1, HTTP/2, HTTP/3", Endpoints.ProtocolNames(options).Last());
    }

    [Fact]
    public async Task The_log_names_the_protocols_of_each_address_at_the_start()
    {
        using var process = await ServeProcess.StartAsync(["--data", _folder.Path, "--web", "http://127.0.0.1:0"]);
        await process.TerminateAsync();
        await process.ExitedAsync(Waits.Limit);

        var log = await process.OutputAsync();
        Assert.Contains($"AddressOpen: {process.Address} serves HTTP/2.", log);
        Assert.Contains($"AddressOpen: {process.Web} serves HTTP/1.1.", log);
    }

    [Fact]
    public async Task Clients_hear_of_no_HTTP_3_unless_the_setting_asks_for_it()
    {
        var files = Certificates.In(_folder);
        await using var server = await StartAsync(new TlsOptions { Certificate = files.Pem, Key = files.Key });
        using var http = new HttpClient(files.Trusting());

        using var answer = await http.GetAsync($"{server.Address}/healthz").InTime();

        Assert.False(answer.Headers.Contains("alt-svc"));
    }

    [Http3Fact]
    public async Task One_port_speaks_gRPC_and_plain_requests_over_HTTP_3_as_well()
    {
        var files = Certificates.In(_folder);
        await using var server = await StartAsync(WithHttp3 with { Certificate = files.Pem, Key = files.Key });
        using var http = new HttpClient(files.Trusting())
        {
            DefaultRequestVersion = HttpVersion.Version30,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var channel = GrpcChannel.ForAddress(server.Address, new GrpcChannelOptions
        {
            HttpHandler = files.Trusting(),
            HttpVersion = HttpVersion.Version30,
            HttpVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        });

        using var probe = await http.GetAsync($"{server.Address}/readyz").InTime();
        var list = await new KpiService.KpiServiceClient(channel).ListKpisAsync(new ListKpisRequest()).ResponseAsync.InTime();

        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version30), (probe.StatusCode, probe.Version));
        Assert.NotEmpty(list.Kpis);
    }

    private static Task<LiveServer> StartAsync(TlsOptions tls) => LiveServer.StartAsync(o => (o.Listen, o.Tls) = ("https://127.0.0.1:0", tls));
}

/// <summary>A test that is skipped, by name, where HTTP/3 cannot be served.</summary>
public sealed class Http3FactAttribute : FactAttribute
{
    public Http3FactAttribute() => Skip = QuicListener.IsSupported ? null : "msquic is missing: install libmsquic";
}
