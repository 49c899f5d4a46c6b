using System.Buffers;
using System.IO.Pipelines;

namespace Pipelines.Sockets.Unofficial;

/// <summary>A stream as a pair of pipes.</summary>
public static class StreamConnection
{
    /// <summary>Starts to move bytes between a stream and two pipes; disposing the result disposes the stream.</summary>
    public static IDuplexPipe GetDuplex(Stream stream, PipeOptions? sendPipeOptions, PipeOptions? receivePipeOptions, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return new DuplexPump(new StreamTransport(stream), sendPipeOptions, receivePipeOptions);
    }

    /// <summary>Reads a stream through a pipe.</summary>
    public static PipeReader GetReader(Stream stream, PipeOptions? pipeOptions = null, string? name = null)
        => PipeReader.Create(stream, new StreamPipeReaderOptions(pipeOptions?.Pool));

    private sealed class StreamTransport(Stream stream) : Transport
    {
        public override ValueTask<int> ReceiveAsync(Memory<byte> buffer) => stream.ReadAsync(buffer);

        public override async ValueTask SendAsync(ReadOnlySequence<byte> data)
        {
            foreach (var memory in data) await stream.WriteAsync(memory).ConfigureAwait(false);
            await stream.FlushAsync().ConfigureAwait(false);
        }

        // A stream has no halves: its peer learns of the end when it is disposed.
        public override void EndOutput() { }

        public override void EndInput() => stream.Dispose();

        public override void Close() => stream.Dispose();
    }
}
