using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using Pipelines.Sockets.Unofficial;

namespace CallCenter.Compat.Tests;

/// <summary>A connection under test and the plain socket at its other end.</summary>
internal sealed class SocketPair : IDisposable
{
    private SocketPair(SocketConnection connection, Socket peer) => (Connection, Peer) = (connection, peer);

    public SocketConnection Connection { get; }

    public Socket Peer { get; }

    public static async Task<SocketPair> ConnectAsync(PipeOptions? send = null, PipeOptions? receive = null)
    {
        var (near, far) = await SocketsAsync();
        return new SocketPair(SocketConnection.Create(near, send, receive), far);
    }

    public static async Task<(Socket Near, Socket Far)> SocketsAsync()
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var near = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var accepted = listener.AcceptAsync();
        await near.ConnectAsync(listener.LocalEndPoint!).InTime();
        return (near, await accepted.InTime());
    }

    public void Dispose()
    {
        Connection.Dispose();
        Peer.Dispose();
    }
}

internal static class PipeReading
{
    /// <summary>All bytes until the end, or the failure of the pipe.</summary>
    public static async Task<byte[]> ReadToEndAsync(this PipeReader reader)
    {
        while (true)
        {
            var result = await reader.ReadAsync().InTime();
            if (result.IsCompleted) return result.Buffer.ToArray();
            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    public static async Task<byte[]> ReadExactlyAsync(this PipeReader reader, int count)
    {
        var result = await reader.ReadAtLeastAsync(count).InTime();
        Assert.True(result.Buffer.Length >= count, $"{result.Buffer.Length} of {count} bytes, then the end");
        var data = result.Buffer.Slice(0, count);
        var bytes = data.ToArray();
        reader.AdvanceTo(data.End);
        return bytes;
    }
}
