using System.IO.Pipelines;
using System.Net.Sockets;

namespace Pipelines.Sockets.Unofficial;

/// <summary>A socket as a pair of pipes.</summary>
public sealed class SocketConnection : IMeasuredDuplexPipe, IDisposable
{
    private readonly DuplexPump _pump;

    private SocketConnection(Socket socket, PipeOptions? sendOptions, PipeOptions? receiveOptions)
    {
        Socket = socket;
        _pump = new DuplexPump(new SocketTransport(socket), sendOptions, receiveOptions);
    }

    /// <summary>The socket below; owned by the connection.</summary>
    public Socket Socket { get; }

    /// <summary>What the peer sends.</summary>
    public PipeReader Input => _pump.Input;

    /// <summary>What goes to the peer; completing it ends the sending half only.</summary>
    public PipeWriter Output => _pump.Output;

    /// <summary>Bytes received.</summary>
    public long BytesRead => _pump.TotalBytesReceived;

    /// <summary>Bytes sent.</summary>
    public long BytesSent => _pump.TotalBytesSent;

    /// <summary>Size of the last read.</summary>
    public int LastReceived => _pump.LastReceived;

    /// <summary>Why the connection ended; the first reason stays.</summary>
    public PipeShutdownKind ShutdownKind => _pump.ShutdownKind;

    /// <summary>The socket error that ended the connection, if one did.</summary>
    public SocketError SocketError => _pump.SocketError;

    long IMeasuredDuplexPipe.TotalBytesSent => BytesSent;
    long IMeasuredDuplexPipe.TotalBytesReceived => BytesRead;

    /// <summary>Starts to move bytes between a connected socket and two pipes.</summary>
    public static SocketConnection Create(
        Socket socket, PipeOptions? sendPipeOptions, PipeOptions? receivePipeOptions,
        SocketConnectionOptions socketConnectionOptions = SocketConnectionOptions.None, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(socket);
        return new SocketConnection(socket, sendPipeOptions, receivePipeOptions);
    }

    /// <summary>Turns off the delay of small packets.</summary>
    public static void SetRecommendedClientOptions(Socket socket)
    {
        if (socket.AddressFamily == AddressFamily.Unix) return;
        try { socket.NoDelay = true; }
        catch (SocketException) { /* A hint only. */ }
    }

    /// <summary>Loads this assembly, and so fails early where it is missing.</summary>
    public static void AssertDependencies() { }

    /// <summary>Gives the reason why the protocol ended, unless the connection has ended for another.</summary>
    public bool TrySetProtocolShutdown(PipeShutdownKind kind)
        => kind is PipeShutdownKind.ProtocolExitClient or PipeShutdownKind.ProtocolExitServer && _pump.TrySetShutdown(kind);

    /// <summary>What waits on the socket.</summary>
    public Counters GetCounters()
    {
        long available = -1;
        try { available = Socket.Available; }
        catch (Exception e) when (e is SocketException or ObjectDisposedException) { /* Not known any more. */ }
        return new Counters(available);
    }

    /// <summary>Closes the socket; a reader finds the end of what has arrived.</summary>
    public void Dispose() => _pump.Dispose();

    /// <summary>What waits on the socket; -1 where it is not known.</summary>
    public readonly struct Counters
    {
        internal Counters(long available) => BytesAvailableOnSocket = available;

        /// <summary>Bytes that the operating system holds.</summary>
        public long BytesAvailableOnSocket { get; }

        /// <summary>Not known.</summary>
        public long BytesWaitingToBeSent => -1;

        /// <summary>Not known.</summary>
        public long BytesWaitingToBeRead => -1;
    }
}
