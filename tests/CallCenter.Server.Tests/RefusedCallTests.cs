using System.Net;
using System.Net.Http.Headers;
using CallCenter.Client;
using Google.Rpc;
using Grpc.Core;

namespace CallCenter.Server.Tests;

/// <summary>Calls that gRPC refuses before the server's own code runs.</summary>
public sealed class RefusedCallTests : IAsyncLifetime
{
    private const string Ingest = "callcenter.v1.IngestService";

    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create<byte[]>(b => b, b => b);

    private LiveServer _server = null!;

    public async Task InitializeAsync() => _server = await LiveServer.StartAsync(o => o.MessageBytesMax = 64 * 1024);

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData(Ingest, "Guess")]
    [InlineData("callcenter.v9.IngestService", "Publish")]
    public async Task An_unknown_method_or_service_is_METHOD_UNKNOWN(string service, string method)
        => Failures.AssertIs(
            await CallAsync(service, method, []), StatusCode.Unimplemented, "METHOD_UNKNOWN", ("method", $"/{service}/{method}"));

    [Fact]
    public async Task A_unary_request_that_is_no_message_is_REQUEST_UNREADABLE()
        => Failures.AssertIs(await CallAsync(Ingest, "Publish", [0x12, 0x7F, 0x08]), StatusCode.InvalidArgument, "REQUEST_UNREADABLE");

    [Fact]
    public async Task A_unary_request_over_the_limit_is_REQUEST_TOO_LARGE()
        => Failures.AssertIs(
            await CallAsync(Ingest, "Publish", new byte[100 * 1024]), StatusCode.ResourceExhausted, "REQUEST_TOO_LARGE",
            ("messageBytesMax", "65536"));

    [Fact]
    public async Task A_message_of_a_stream_over_the_limit_is_REQUEST_TOO_LARGE()
    {
        await using var adapter = await _server.HelloAsync("pbx");

        await adapter.SendAsync(1, Given.Queued("v", new string('q', 100 * 1024)));

        var (_, failure) = await adapter.FailureAsync();
        Failures.AssertIs(failure, StatusCode.ResourceExhausted, "REQUEST_TOO_LARGE", ("messageBytesMax", "65536"));
    }

    [Fact]
    public async Task A_request_with_another_content_type_is_REQUEST_UNREADABLE()
    {
        using var http = new HttpClient
        {
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var content = new StringContent("{}", new MediaTypeHeaderValue("application/json"));

        using var response = await http.PostAsync($"{_server.Address}/{Ingest}/Publish", content).WaitAsync(Waits.Limit);

        var packed = Assert.Single(response.Headers.GetValues("grpc-status-details-bin"));
        var status = Google.Rpc.Status.Parser.ParseFrom(Convert.FromBase64String(packed));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        Assert.Equal(((int)Code.InvalidArgument, "REQUEST_UNREADABLE"), (status.Code, status.GetDetail<ErrorInfo>().Reason));
    }

    [Fact]
    public async Task Thousands_of_refused_calls_write_one_short_line_a_reason()
    {
        using var folder = new DataFolder();
        using var process = await ServeProcess.StartAsync(["--data", folder.Path]);
        using var channel = CallCenterChannel.Open(process.Address);

        for (var i = 0; i < 20; i++)
        {
            await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => CallAsync(channel, Ingest, "Publish", [0x12, 0x7F, 0x08])));
            await CallAsync(channel, Ingest, "Gue\nss 12:00:00 crit: Forged", []);
        }
        await process.TerminateAsync();
        await process.ExitedAsync(Waits.Limit);

        var lines = (await process.OutputAsync()).Split('\n').Where(line => line.Contains("warn:") || line.Contains("fail:")).ToList();
        Assert.Equal(2, lines.Count);
        Assert.All(lines, line => Assert.True(line.Length < 400, line));
    }

    private Task<CallCenterException> CallAsync(string service, string method, byte[] request)
        => CallAsync(_server.Channel, service, method, request);

    private static Task<CallCenterException> CallAsync(ChannelBase channel, string service, string method, byte[] request)
        => Failures.OfAsync(channel.CreateCallInvoker().AsyncUnaryCall(
            new Method<byte[], byte[]>(MethodType.Unary, service, method, Bytes, Bytes), null, new CallOptions(), request));
}
