using System.Globalization;
using System.IO.Compression;
using System.Text;
using CallCenter.Client;
using Grpc.Core;

namespace CallCenter.Server.Tests.Abuse;

/// <summary>Messages made to cost the server far more than their sender.</summary>
public sealed class CraftedMessageTests : IAsyncLifetime
{
    private const string Publish = "/callcenter.v1.IngestService/Publish";

    // What is sent stays below the window of a stream, so that it need not wait: half a megabyte.
    private const long BombBytes = 1L << 29;
    private const int TinyBytes = 600_000;

    private LiveServer _server = null!;

    public async Task InitializeAsync() => _server = await LiveServer.StartAsync();

    public async Task DisposeAsync()
    {
        await _server.PublishAsync(Given.Many(3));
        await _server.DisposeAsync();
    }

    // T37: zeros, a thousandth as large in gzip.
    [Fact]
    public async Task A_compressed_bomb_is_refused_at_the_size_limit()
    {
        using var bomb = new MemoryStream();
        await using (var gzip = new GZipStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var zeros = new byte[1 << 20];
            for (var left = BombBytes; left > 0; left -= zeros.Length) await gzip.WriteAsync(zeros);
        }
        var before = GC.GetTotalAllocatedBytes();

        var status = await CallAsync(bomb.ToArray(), compressed: 1, "gzip");

        Assert.Equal(StatusCode.ResourceExhausted, status);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 100 << 20);
    }

    [Theory]
    [InlineData("gzip", StatusCode.InvalidArgument)]
    [InlineData("rot13", StatusCode.InvalidArgument)]
    public async Task Bytes_that_are_not_of_their_encoding_are_refused(string encoding, StatusCode expected)
        => Assert.Equal(expected, await CallAsync([1, 2, 3, 4, 5], compressed: 1, encoding));

    // T36.
    [Fact]
    public async Task Hundreds_of_thousands_of_tiny_events_are_refused()
    {
        var bytes = new byte[TinyBytes];
        // Field 2 of Publish, an event, empty.
        for (var i = 0; i < bytes.Length; i += 2) (bytes[i], bytes[i + 1]) = (0x12, 0);

        Assert.Equal(StatusCode.InvalidArgument, await CallAsync(bytes));
    }

    // Groups within groups of an unknown field.
    [Fact]
    public async Task Nesting_deeper_than_protobuf_allows_is_refused()
        => Assert.Equal(StatusCode.InvalidArgument, await CallAsync([.. Enumerable.Repeat((byte)0x7B, 100_000)]));

    [Fact]
    public async Task Extreme_numbers_are_refused_with_their_field()
    {
        var item = Given.Queued("v");
        item.OccurredTime.Seconds = long.MinValue;

        var failure = CallCenterException.From(await Assert.ThrowsAsync<RpcException>(() => _server.PublishAsync(item)));

        Assert.Equal("EVENTS_REJECTED", failure.Reason);
    }

    private async Task<StatusCode> CallAsync(byte[] message, byte compressed = 0, string encoding = "identity")
    {
        await using var client = await RawHttp2.ConnectAsync(_server.Address);
        await client.SendAsync(FrameType.Headers, RawHttp2.EndHeaders, 1, RawHttp2.Call(Publish, ("grpc-encoding", encoding)));
        var body = RawHttp2.Message(message, compressed);
        var reading = StatusAsync(client);
        const int frame = 16 * 1024;
        for (var at = 0; at < body.Length; at += frame)
        {
            var last = at + frame >= body.Length;
            var part = body.AsMemory(at, Math.Min(frame, body.Length - at));
            await client.SendAsync(FrameType.Data, last ? RawHttp2.EndStream : (byte)0, 1, part);
        }
        return await reading;
    }

    // The status stands as a literal in the trailers; Kestrel does not use Huffman coding.
    private static async Task<StatusCode> StatusAsync(RawHttp2 client)
    {
        while (await client.ReadAsync() is { } frame)
        {
            if (frame.Type != FrameType.Headers || frame.Stream != 1) continue;
            // With the length of the name before it, which tells it from grpc-status-details-bin.
            var at = frame.Payload.AsSpan().IndexOf("\u000Bgrpc-status"u8);
            if (at < 0) continue;
            var length = frame.Payload[at + 12];
            return (StatusCode)int.Parse(Encoding.ASCII.GetString(frame.Payload, at + 13, length), CultureInfo.InvariantCulture);
        }
        throw new IOException("The connection ended without a status.");
    }
}
