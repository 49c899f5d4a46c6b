using System.Buffers;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Pipelines.Sockets.Unofficial;

/// <summary>Bytes over a connected socket.</summary>
internal sealed class SocketTransport(Socket socket) : Transport
{
    private readonly List<ArraySegment<byte>> _segments = [];

    public override ValueTask<int> ReceiveAsync(Memory<byte> buffer) => socket.ReceiveAsync(buffer, SocketFlags.None);

    public override ValueTask SendAsync(ReadOnlySequence<byte> data)
        => data.IsSingleSegment ? SendOneAsync(data.First) : SendManyAsync(data);

    public override void EndOutput() => Shutdown(SocketShutdown.Send);

    public override void EndInput() => Shutdown(SocketShutdown.Receive);

    public override void Close()
    {
        // Ends what waits on the socket before its handle goes.
        Shutdown(SocketShutdown.Both);
        socket.Dispose();
    }

    private void Shutdown(SocketShutdown how)
    {
        try { socket.Shutdown(how); }
        catch (Exception e) when (e is SocketException or ObjectDisposedException) { /* It is closed already. */ }
    }

    private async ValueTask SendOneAsync(ReadOnlyMemory<byte> rest)
    {
        while (!rest.IsEmpty) rest = rest[await socket.SendAsync(rest, SocketFlags.None).ConfigureAwait(false)..];
    }

    private async ValueTask SendManyAsync(ReadOnlySequence<byte> data)
    {
        _segments.Clear();
        foreach (var memory in data)
        {
            if (!MemoryMarshal.TryGetArray(memory, out var segment)) segment = new ArraySegment<byte>(memory.ToArray());
            if (segment.Count > 0) _segments.Add(segment);
        }
        while (_segments.Count > 0) DropSent(await socket.SendAsync(_segments, SocketFlags.None).ConfigureAwait(false));
    }

    private void DropSent(int sent)
    {
        var whole = 0;
        while (whole < _segments.Count && sent >= _segments[whole].Count) sent -= _segments[whole++].Count;
        _segments.RemoveRange(0, whole);
        if (sent > 0) _segments[0] = _segments[0].Slice(sent);
    }
}
