using System.Buffers;

namespace Pipelines.Sockets.Unofficial;

/// <summary>Where a <see cref="DuplexPump"/> takes its bytes from and puts them to.</summary>
internal abstract class Transport
{
    public abstract ValueTask<int> ReceiveAsync(Memory<byte> buffer);

    public abstract ValueTask SendAsync(ReadOnlySequence<byte> data);

    /// <summary>Tells the peer that nothing more will be sent.</summary>
    public abstract void EndOutput();

    /// <summary>Ends a receive that is under way, or the next one, after what has already arrived.</summary>
    public abstract void EndInput();

    public abstract void Close();
}
