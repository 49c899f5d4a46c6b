using System.IO.Pipelines;

namespace Pipelines.Sockets.Unofficial;

/// <summary>A duplex pipe that counts.</summary>
public interface IMeasuredDuplexPipe : IDuplexPipe
{
    /// <summary>Bytes given to the transport.</summary>
    long TotalBytesSent { get; }

    /// <summary>Bytes taken from the transport.</summary>
    long TotalBytesReceived { get; }
}

/// <summary>Thrown to the reader when the peer reset the connection.</summary>
public sealed class ConnectionResetException : IOException
{
    /// <summary>A reset told by its text alone.</summary>
    public ConnectionResetException(string message) : base(message) { }

    /// <summary>A reset with the error of the socket behind it.</summary>
    public ConnectionResetException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>Options of a socket connection; the stand-in has one behaviour.</summary>
[Flags]
public enum SocketConnectionOptions
{
    /// <summary>The only behaviour there is.</summary>
    None = 0,
}

/// <summary>Why a connection ended; below 200 on its reading side, below 300 on its writing side, from 400 by the protocol.</summary>
public enum PipeShutdownKind
{
    /// <summary>It has not ended.</summary>
    None = 0,

    /// <summary>It was disposed here.</summary>
    PipeDisposed = 1,

    /// <summary>The peer ended its output.</summary>
    ReadEndOfStream = 100,

    /// <summary>The transport was disposed under a read.</summary>
    ReadDisposed = 101,

    /// <summary>A read failed with an <see cref="IOException"/>.</summary>
    ReadIOException = 102,

    /// <summary>A read failed with another exception.</summary>
    ReadException = 103,

    /// <summary>A read failed with a socket error.</summary>
    ReadSocketError = 104,

    /// <summary>Whoever reads the input has completed it.</summary>
    ReadFlushCompleted = 105,

    /// <summary>A wait for whoever reads the input was cancelled.</summary>
    ReadFlushCanceled = 106,

    /// <summary>Whoever writes the output has completed it.</summary>
    WriteEndOfStream = 200,

    /// <summary>The transport was disposed under a write.</summary>
    WriteDisposed = 201,

    /// <summary>A write failed with an <see cref="IOException"/>.</summary>
    WriteIOException = 203,

    /// <summary>A write failed with another exception.</summary>
    WriteException = 204,

    /// <summary>A write failed with a socket error.</summary>
    WriteSocketError = 205,

    /// <summary>The protocol was ended from this side.</summary>
    ProtocolExitClient = 400,

    /// <summary>The protocol was ended by the peer.</summary>
    ProtocolExitServer = 401,
}
