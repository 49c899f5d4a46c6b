using System.IO.Pipelines;
using System.Net.Sockets;
using Pipelines.Sockets.Unofficial;

namespace CallCenter.Compat.Tests;

public sealed class SocketConnectionTests
{
    private const int Large = 8 * 1024 * 1024;

    // No back pressure: tests read when it suits them.
    private static readonly PipeOptions Unbounded = new(pauseWriterThreshold: 0);

    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(100_000)]
    [InlineData(Large)]
    public async Task Bytes_arrive_in_order_both_ways(int count)
    {
        using var pair = await SocketPair.ConnectAsync(Unbounded, Unbounded);
        var sent = Bytes(count);
        var received = new byte[count];
        using var peer = new NetworkStream(pair.Peer);

        var writing = pair.Connection.Output.WriteAsync(sent);
        await peer.ReadExactlyAsync(received).InTime();
        await writing.InTime();
        var answering = peer.WriteAsync(sent).AsTask();

        Assert.Equal(sent, received);
        Assert.Equal(sent, await pair.Connection.Input.ReadExactlyAsync(count));
        await answering.InTime();
        Assert.Equal(count, pair.Connection.BytesRead);
    }

    [Fact]
    public async Task Large_transfer_passes_pipes_with_back_pressure()
    {
        var small = new PipeOptions(pauseWriterThreshold: 8192, resumeWriterThreshold: 4096, minimumSegmentSize: 512);
        using var pair = await SocketPair.ConnectAsync(small, small);
        var sent = Bytes(Large);
        using var peer = new NetworkStream(pair.Peer);

        var echo = Task.Run(async () =>
        {
            await peer.CopyToAsync(peer);
            pair.Peer.Shutdown(SocketShutdown.Send);
        });
        var writing = Task.Run(async () =>
        {
            for (var i = 0; i < Large; i += 65_536) await pair.Connection.Output.WriteAsync(sent.AsMemory(i, 65_536));
            await pair.Connection.Output.CompleteAsync();
        });
        var received = await CopyAsync(pair.Connection.Input).InTime();

        await writing.InTime();
        await echo.InTime();
        Assert.Equal(sent, received);
    }

    [Fact]
    public async Task Thousands_of_small_writes_arrive_in_order()
    {
        using var pair = await SocketPair.ConnectAsync(Unbounded, Unbounded);
        using var peer = new NetworkStream(pair.Peer);
        var received = new byte[20_000];

        for (var i = 0; i < 10_000; i++) await pair.Connection.Output.WriteAsync(new[] { (byte)i, (byte)(i >> 8) }).InTime();
        await peer.ReadExactlyAsync(received).InTime();

        Assert.All(Enumerable.Range(0, 10_000), i => Assert.Equal(i, received[2 * i] + (received[2 * i + 1] << 8)));
    }

    [Fact]
    public async Task Peer_that_resets_gives_the_reader_a_reset()
    {
        using var pair = await SocketPair.ConnectAsync();
        pair.Peer.LingerState = new LingerOption(enable: true, seconds: 0);
        pair.Peer.Dispose();

        await Assert.ThrowsAsync<ConnectionResetException>(() => pair.Connection.Input.ReadToEndAsync());

        Assert.Equal(SocketError.ConnectionReset, pair.Connection.SocketError);
        Assert.Equal(PipeShutdownKind.ReadSocketError, pair.Connection.ShutdownKind);
    }

    [Fact]
    public async Task Writer_learns_of_a_reset()
    {
        using var pair = await SocketPair.ConnectAsync(Unbounded);
        pair.Peer.LingerState = new LingerOption(enable: true, seconds: 0);
        pair.Peer.Dispose();
        using var limit = Wait.Cancellation();

        var failure = await Record.ExceptionAsync(async () =>
        {
            while (!limit.IsCancellationRequested)
            {
                if ((await pair.Connection.Output.WriteAsync(new byte[1000], limit.Token)).IsCompleted) break;
            }
        });

        Assert.False(limit.IsCancellationRequested, "the writer never learnt of the reset");
        Assert.True(failure is null or ConnectionResetException, failure?.ToString());
        await Assert.ThrowsAsync<ConnectionResetException>(() => pair.Connection.Input.ReadToEndAsync());
    }

    [Fact]
    public async Task Peer_that_ends_its_output_can_still_be_written_to()
    {
        using var pair = await SocketPair.ConnectAsync();
        await pair.Peer.SendAsync("bye"u8.ToArray()).InTime();
        pair.Peer.Shutdown(SocketShutdown.Send);

        Assert.Equal("bye"u8.ToArray(), await pair.Connection.Input.ReadToEndAsync());
        Assert.Equal(PipeShutdownKind.ReadEndOfStream, pair.Connection.ShutdownKind);
        await pair.Connection.Output.WriteAsync("heard"u8.ToArray()).InTime();
        Assert.Equal("heard"u8.ToArray(), await ReceiveAsync(pair.Peer, atMost: 5));
    }

    [Fact]
    public async Task Completed_output_ends_the_sending_half_only()
    {
        using var pair = await SocketPair.ConnectAsync();
        await pair.Connection.Output.WriteAsync("last"u8.ToArray()).InTime();
        await pair.Connection.Output.CompleteAsync();

        Assert.Equal("last"u8.ToArray(), await ReceiveAsync(pair.Peer, 5));
        await pair.Peer.SendAsync("answer"u8.ToArray()).InTime();
        Assert.Equal("answer"u8.ToArray(), await pair.Connection.Input.ReadExactlyAsync(6));
    }

    [Fact]
    public async Task Output_that_fails_ends_the_input_with_the_same_failure()
    {
        using var pair = await SocketPair.ConnectAsync();
        await pair.Connection.Output.CompleteAsync(new InvalidDataException("bad frame"));

        await Assert.ThrowsAsync<InvalidDataException>(() => pair.Connection.Input.ReadToEndAsync());
        Assert.Empty(await ReceiveAsync(pair.Peer, 1));
    }

    [Fact]
    public async Task Dispose_under_a_read_is_a_clean_end()
    {
        using var pair = await SocketPair.ConnectAsync();
        var reading = pair.Connection.Input.ReadToEndAsync();

        pair.Connection.Dispose();
        pair.Connection.Dispose();

        Assert.Empty(await reading.InTime());
        Assert.Equal(PipeShutdownKind.PipeDisposed, pair.Connection.ShutdownKind);
        Assert.Equal(SocketError.Success, pair.Connection.SocketError);
        Assert.Empty(await ReceiveAsync(pair.Peer, 1));
    }

    [Fact]
    public async Task Dispose_ends_a_write_that_waits_for_the_peer()
    {
        using var pair = await SocketPair.ConnectAsync(new PipeOptions(pauseWriterThreshold: 1000, resumeWriterThreshold: 500));
        // More than the socket's buffers take while the peer does not read.
        var writing = Task.Run(async () =>
        {
            while (!(await pair.Connection.Output.WriteAsync(new byte[1_000_000])).IsCompleted) { }
        });

        pair.Connection.Dispose();

        await writing.InTime();
    }

    [Fact]
    public async Task Dispose_ends_a_receiver_that_waits_for_its_reader()
    {
        var small = new PipeOptions(pauseWriterThreshold: 1000, resumeWriterThreshold: 500);
        using var pair = await SocketPair.ConnectAsync(receive: small);
        await pair.Peer.SendAsync(new byte[100_000]).InTime();
        var input = pair.Connection.Input;
        var result = await input.ReadAtLeastAsync(1000).InTime();

        pair.Connection.Dispose();

        using var limit = Wait.Cancellation();
        while (!result.IsCompleted)
        {
            // Nothing examined: the receiver is not let go by this reader.
            input.AdvanceTo(result.Buffer.Start, result.Buffer.Start);
            result = await input.ReadAsync(limit.Token);
            limit.Token.ThrowIfCancellationRequested();
        }
    }

    [Fact]
    public async Task First_reason_of_an_end_stays()
    {
        using var pair = await SocketPair.ConnectAsync();

        Assert.False(pair.Connection.TrySetProtocolShutdown(PipeShutdownKind.ReadDisposed));
        Assert.True(pair.Connection.TrySetProtocolShutdown(PipeShutdownKind.ProtocolExitClient));
        Assert.False(pair.Connection.TrySetProtocolShutdown(PipeShutdownKind.ProtocolExitServer));
        pair.Connection.Dispose();

        Assert.Equal(PipeShutdownKind.ProtocolExitClient, pair.Connection.ShutdownKind);
        Assert.Equal(-1, pair.Connection.GetCounters().BytesAvailableOnSocket);
    }

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(count).NextBytes(bytes);
        return bytes;
    }

    private static async Task<byte[]> ReceiveAsync(Socket socket, int atMost)
    {
        var buffer = new byte[atMost];
        var filled = 0;
        while (filled < atMost && await socket.ReceiveAsync(buffer.AsMemory(filled)).InTime() is var count and > 0) filled += count;
        return buffer[..filled];
    }

    private static async Task<byte[]> CopyAsync(PipeReader reader)
    {
        using var all = new MemoryStream();
        await reader.CopyToAsync(all);
        return all.ToArray();
    }
}
