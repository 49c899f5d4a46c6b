using System.Text;
using CallCenter.Client;
using CallCenter.V1;
using Google.Protobuf;
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
        await call.RequestStream.WriteAsync(spoiled).WaitAsync(Given.Limit);

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
        await call.RequestStream.WriteAsync([0x12, 0x7F, 0x08]).WaitAsync(Given.Limit);

        await AssertEndedAsync(call, committed: 1);
        await using var adapter = await _server.HelloAsync("raw");
        Assert.Equal(2, (await adapter.SendAndAckAsync(2, Given.Queued(2))).Committed);
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
            .WaitAsync(Given.Limit);

    private static Task WriteAsync(AsyncDuplexStreamingCall<byte[], byte[]> call, IngestRequest request)
        => call.RequestStream.WriteAsync(request.ToByteArray()).WaitAsync(Given.Limit);

    private static async Task<IngestResponse> ReadAsync(AsyncDuplexStreamingCall<byte[], byte[]> call)
    {
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Given.Limit));
        return IngestResponse.Parser.ParseFrom(call.ResponseStream.Current);
    }
}
