using System.IO.Pipelines;
using System.Net.Sockets;

namespace Pipelines.Sockets.Unofficial;

/// <summary>Two pipes and the two loops that move bytes between them and a transport.</summary>
internal sealed class DuplexPump : IMeasuredDuplexPipe, IDisposable
{
    private readonly Transport _transport;
    private readonly Pipe _receive;
    private readonly Pipe _send;
    private Exception? _sendFailure;
    private long _bytesReceived;
    private long _bytesSent;
    private int _lastReceived;
    private int _shutdown;
    private int _socketError;
    private int _disposed;

    public DuplexPump(Transport transport, PipeOptions? sendOptions, PipeOptions? receiveOptions)
    {
        _transport = transport;
        _send = new Pipe(sendOptions ?? PipeOptions.Default);
        _receive = new Pipe(receiveOptions ?? PipeOptions.Default);
        _ = Task.Run(ReceiveLoop);
        _ = Task.Run(SendLoop);
    }

    public PipeReader Input => _receive.Reader;
    public PipeWriter Output => _send.Writer;
    public long TotalBytesReceived => Volatile.Read(ref _bytesReceived);
    public long TotalBytesSent => Volatile.Read(ref _bytesSent);
    public int LastReceived => Volatile.Read(ref _lastReceived);
    public PipeShutdownKind ShutdownKind => (PipeShutdownKind)Volatile.Read(ref _shutdown);
    public SocketError SocketError => (SocketError)Volatile.Read(ref _socketError);

    /// <summary>The first reason stays.</summary>
    public bool TrySetShutdown(PipeShutdownKind kind) => Interlocked.CompareExchange(ref _shutdown, (int)kind, 0) == 0;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        TrySetShutdown(PipeShutdownKind.PipeDisposed);
        // Either loop may wait for its pipe rather than for the transport.
        _send.Reader.CancelPendingRead();
        _receive.Writer.CancelPendingFlush();
        _transport.Close();
    }

    private bool IsDisposed => Volatile.Read(ref _disposed) != 0;

    private async Task ReceiveLoop()
    {
        Exception? failure = null;
        try
        {
            TrySetShutdown(await ReceiveUntilEnd().ConfigureAwait(false));
        }
        catch (Exception ex)
        {
            failure = Failed(ex, PipeShutdownKind.ReadSocketError, PipeShutdownKind.ReadDisposed,
                PipeShutdownKind.ReadIOException, PipeShutdownKind.ReadException);
        }
        // A connection that could not send has not ended well, even if its last read found a clean end.
        if (!IsDisposed) failure ??= Volatile.Read(ref _sendFailure);
        await _receive.Writer.CompleteAsync(failure).ConfigureAwait(false);
    }

    private async Task<PipeShutdownKind> ReceiveUntilEnd()
    {
        var writer = _receive.Writer;
        while (true)
        {
            var count = await _transport.ReceiveAsync(writer.GetMemory()).ConfigureAwait(false);
            if (count <= 0) return PipeShutdownKind.ReadEndOfStream;
            Volatile.Write(ref _lastReceived, count);
            Interlocked.Add(ref _bytesReceived, count);
            writer.Advance(count);
            var result = await writer.FlushAsync().ConfigureAwait(false);
            if (result.IsCompleted) return PipeShutdownKind.ReadFlushCompleted;
            if (result.IsCanceled) return PipeShutdownKind.ReadFlushCanceled;
        }
    }

    private async Task SendLoop()
    {
        Exception? failure = null;
        try
        {
            await SendUntilEnd().ConfigureAwait(false);
            TrySetShutdown(PipeShutdownKind.WriteEndOfStream);
        }
        catch (Exception ex)
        {
            failure = Failed(ex, PipeShutdownKind.WriteSocketError, PipeShutdownKind.WriteDisposed,
                PipeShutdownKind.WriteIOException, PipeShutdownKind.WriteException);
            Volatile.Write(ref _sendFailure, failure);
        }
        _transport.EndOutput();
        if (failure is not null) _transport.EndInput();
        await _send.Reader.CompleteAsync(failure).ConfigureAwait(false);
    }

    private async Task SendUntilEnd()
    {
        var reader = _send.Reader;
        while (true)
        {
            var result = await reader.ReadAsync().ConfigureAwait(false);
            var data = result.Buffer;
            if (!data.IsEmpty && !IsDisposed)
            {
                var count = data.Length;
                await _transport.SendAsync(data).ConfigureAwait(false);
                Interlocked.Add(ref _bytesSent, count);
            }
            reader.AdvanceTo(data.End);
            if (result.IsCompleted || IsDisposed) return;
        }
    }

    // What the other side of the pipe is told; nothing when the connection was closed from here.
    private Exception? Failed(Exception ex, PipeShutdownKind socket, PipeShutdownKind disposed, PipeShutdownKind io, PipeShutdownKind other)
    {
        if (IsDisposed) return null;
        var error = ex as SocketException ?? ex.InnerException as SocketException;
        if (error is not null)
        {
            Interlocked.CompareExchange(ref _socketError, (int)error.SocketErrorCode, 0);
            TrySetShutdown(socket);
            return error.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown
                ? new ConnectionResetException(error.Message, error)
                : ex;
        }
        if (ex is ObjectDisposedException or OperationCanceledException)
        {
            TrySetShutdown(disposed);
            return null;
        }
        TrySetShutdown(ex is IOException ? io : other);
        return ex;
    }
}
