using System.Net;
using System.Text;
using CallCenter.Client;
using CallCenter.V1;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;

namespace CallCenter.Server.Tests;

/// <summary>Bytes that no proper client sends.</summary>
public sealed class RawBytesTests : IAsyncLifetime
{
    private const string Marker = "MARKER";

    // As long as the marker, and not UTF-8.
    private static readonly byte[] NotText = [0x41, 0xC3, 0x28, 0xFF, 0xFE, 0x42];

    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create<byte[]>(b => b, b => b);
    private static readonly Method<byte[], byte[]> Ingest = Of(MethodType.DuplexStreaming, "Ingest");
    private static readonly Method<byte[], byte[]> Publish = Of(MethodType.Unary, "Publish");

    private LiveServer _server = null!;

    public async Task InitializeAsync() => _server = await LiveServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("visit_queued.visit_id")]
    [InlineData("visit_queued.queue")]
    [InlineData("visit_queued.tags")]
    [InlineData("event_id")]
    public async Task Published_text_that_is_not_UTF_8_is_REQUEST_UNREADABLE_and_the_server_goes_on(string field)
    {
        var item = Given.Queued(field == "visit_queued.visit_id" ? Marker : "v", field == "visit_queued.queue" ? Marker : "q");
        if (field == "event_id") item.EventId = Marker;
        if (field == "visit_queued.tags") item.VisitQueued.Tags.Add("t", Marker);
        var publishing = PublishAsync(Spoil(new PublishRequest { Source = "web", Events = { Given.Queued("before"), item } }));

        // Protobuf refuses the whole request, before any of this server's code could name the field.
        var failure = CallCenterException.From(await Assert.ThrowsAsync<RpcException>(() => publishing));
        Failures.AssertIs(failure, StatusCode.InvalidArgument, "REQUEST_UNREADABLE");
        await _server.PublishAsync(Given.Queued("before"));
        await _server.AssertCountAsync([1], "contacts_offered");
    }

    [Fact]
    public async Task Text_on_a_stream_that_is_not_UTF_8_is_REQUEST_UNREADABLE_and_costs_no_other_event()
    {
        using var call = _server.Channel.CreateCallInvoker().AsyncDuplexStreamingCall(Ingest, null, new CallOptions());
        await WriteAsync(call, new IngestRequest { Hello = new Hello { Source = "raw" } });
        await ReadAsync(call);
        await WriteAsync(call, new IngestRequest { Events = new EventBatch { FirstSequence = 1, Events = { Given.Queued("before") } } });
        var spoiled = Spoil(new IngestRequest { Events = new EventBatch { FirstSequence = 2, Events = { Given.Queued(Marker) } } });
        await call.RequestStream.WriteAsync(spoiled).WaitAsync(Waits.Limit);

        await AssertEndedAsync(call, committed: 1);
        await _server.AssertCountAsync([1], "contacts_offered");
    }

    [Fact]
    public async Task Bytes_that_are_no_message_end_their_stream_with_REQUEST_UNREADABLE()
    {
        using var call = _server.Channel.CreateCallInvoker().AsyncDuplexStreamingCall(Ingest, null, new CallOptions());
        await WriteAsync(call, new IngestRequest { Hello = new Hello { Source = "raw" } });
        await ReadAsync(call);
        await WriteAsync(call, new IngestRequest { Events = new EventBatch { FirstSequence = 1, Events = { Given.Queued(1) } } });

        // A length that goes beyond the end.
        await call.RequestStream.WriteAsync([0x12, 0x7F, 0x08]).WaitAsync(Waits.Limit);

        await AssertEndedAsync(call, committed: 1);
        await using var adapter = await _server.HelloAsync("raw");
        Assert.Equal(2, (await adapter.SendAndAckAsync(2, Given.Queued(2))).Committed);
    }

    // Found by the fuzzer: both were reported as defects of the server.
    [Theory]
    [InlineData("application/grpc", false)]
    [InlineData("application/grpc-web-text", true)]
    public async Task A_stream_whose_frames_cannot_be_read_ends_with_REQUEST_UNREADABLE(string type, bool isText)
    {
        var hello = new IngestRequest { Hello = new Hello { Source = "raw" } }.ToByteArray();
        byte[] frame = [0, 0, 0, 0, (byte)hello.Length, .. hello];
        // No flag of compression; or the beginning of four letters of base64.
        byte[] body = isText ? [.. Encoding.ASCII.GetBytes(Convert.ToBase64String(frame)), (byte)'A'] : [.. frame, 7, 0, 0, 0, 0];
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{_server.Address}/callcenter.v1.IngestService/Ingest")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Headers = { Accept = { new(type) } },
            Content = new ByteArrayContent(body) { Headers = { ContentType = new(type) } },
        };

        using var response = await http.SendAsync(request).WaitAsync(Waits.Limit);

        var trailers = isText ? await TrailersInAsync(response) : response.TrailingHeaders.ToString();
        Assert.Contains("grpc-status: 3", trailers.Replace("status:3", "status: 3"));
        var details = trailers.Split("grpc-status-details-bin:")[1].Trim().Split('\r')[0];
        var status = Google.Rpc.Status.Parser.ParseFrom(Convert.FromBase64String(details.PadRight((details.Length + 3) / 4 * 4, '=')));
        Assert.Equal("REQUEST_UNREADABLE", status.GetDetail<ErrorInfo>().Reason);
    }

    // Each frame is encoded by itself, so padding may be anywhere.
    private static async Task<string> TrailersInAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync().WaitAsync(Waits.Limit);
        return Encoding.Latin1.GetString([.. text.Chunk(4).SelectMany(four => Convert.FromBase64CharArray(four, 0, 4))]);
    }

    private static async Task AssertEndedAsync(AsyncDuplexStreamingCall<byte[], byte[]> call, long committed)
    {
        var acked = 0L;
        var failure = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (true) acked = (await ReadAsync(call)).Ack.CommittedSequence;
        });
        Failures.AssertIs(CallCenterException.From(failure), StatusCode.InvalidArgument, "REQUEST_UNREADABLE");
        Assert.Equal(committed, acked);
    }

    private static Method<byte[], byte[]> Of(MethodType type, string name) => new(type, "callcenter.v1.IngestService", name, Bytes, Bytes);

    private static byte[] Spoil(IMessage message)
    {
        var bytes = message.ToByteArray();
        var at = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Marker));
        Assert.True(at > 0);
        NotText.CopyTo(bytes, at);
        return bytes;
    }

    private Task<byte[]> PublishAsync(byte[] request)
        => _server.Channel.CreateCallInvoker().AsyncUnaryCall(Publish, null, new CallOptions(), request).ResponseAsync
            .WaitAsync(Waits.Limit);

    private static Task WriteAsync(AsyncDuplexStreamingCall<byte[], byte[]> call, IngestRequest request)
        => call.RequestStream.WriteAsync(request.ToByteArray()).WaitAsync(Waits.Limit);

    private static async Task<IngestResponse> ReadAsync(AsyncDuplexStreamingCall<byte[], byte[]> call)
    {
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Waits.Limit));
        return IngestResponse.Parser.ParseFrom(call.ResponseStream.Current);
    }
}
