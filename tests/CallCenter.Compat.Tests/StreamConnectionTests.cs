using System.IO.Pipelines;
using System.Net.Sockets;
using Pipelines.Sockets.Unofficial;

namespace CallCenter.Compat.Tests;

public sealed class StreamConnectionTests
{
    [Fact]
    public async Task Eight_megabytes_pass_both_ways()
    {
        var (near, far) = await SocketPair.SocketsAsync();
        using var peer = new NetworkStream(far, ownsSocket: true);
        var pipe = StreamConnection.GetDuplex(new NetworkStream(near, ownsSocket: true), null, null);
        var sent = new byte[8 * 1024 * 1024];
        new Random(8).NextBytes(sent);

        var echo = Task.Run(() => peer.CopyToAsync(peer));
        var writing = Task.Run(() => pipe.Output.WriteAsync(sent).AsTask());
        using var received = new MemoryStream();
        while (received.Length < sent.Length)
        {
            var result = await pipe.Input.ReadAsync().InTime();
            foreach (var memory in result.Buffer) received.Write(memory.Span);
            pipe.Input.AdvanceTo(result.Buffer.End);
        }
        await writing.InTime();
        ((IDisposable)pipe).Dispose();

        Assert.Equal(sent, received.ToArray());
        Assert.Equal(sent.Length, ((IMeasuredDuplexPipe)pipe).TotalBytesReceived);
        await echo.InTime();
    }

    [Fact]
    public async Task End_of_the_stream_is_the_end_of_the_input()
    {
        var pipe = StreamConnection.GetDuplex(new MemoryStream("all of it"u8.ToArray()), null, null);

        Assert.Equal("all of it"u8.ToArray(), await pipe.Input.ReadToEndAsync());
    }

    [Fact]
    public async Task Dispose_under_a_read_is_a_clean_end()
    {
        var (near, far) = await SocketPair.SocketsAsync();
        using var peer = far;
        var pipe = StreamConnection.GetDuplex(new NetworkStream(near, ownsSocket: true), null, null);
        var reading = pipe.Input.ReadToEndAsync();

        ((IDisposable)pipe).Dispose();

        Assert.Empty(await reading.InTime());
    }

    [Fact]
    public async Task Write_that_fails_ends_both_halves_with_the_failure()
    {
        var pipe = StreamConnection.GetDuplex(new BrokenStream(), null, null);

        await Record.ExceptionAsync(() => pipe.Output.WriteAsync(new byte[1]).InTime());

        var failure = await Assert.ThrowsAsync<IOException>(() => pipe.Input.ReadToEndAsync());
        Assert.Equal("disk of clay", failure.Message);
    }

    [Fact]
    public async Task Reader_of_a_stream_reads_it_to_the_end()
    {
        var reader = StreamConnection.GetReader(new MemoryStream(new byte[100_000]), new PipeOptions());

        Assert.Equal(100_000, (await reader.ReadToEndAsync()).Length);
    }

    // Cannot be written to; a read waits until it is disposed.
    private sealed class BrokenStream : Stream
    {
        private readonly TaskCompletionSource<int> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(_end.Task);
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
            => ValueTask.FromException(new IOException("disk of clay"));

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _end.TrySetException(new ObjectDisposedException(nameof(BrokenStream)));
            base.Dispose(disposing);
        }
    }
}
