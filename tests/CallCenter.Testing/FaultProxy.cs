using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CallCenter.Testing;

/// <summary>The faults that a <see cref="FaultProxy"/> injects.</summary>
public enum Fault
{
    None,

    /// <summary>Each piece is delayed.</summary>
    Delay,

    /// <summary>Requests pass, answers are dropped. A connection that lost an answer stays open and dead for ever.</summary>
    NoAnswers,

    /// <summary>All bytes are read and dropped, both ways. A connection that lost bytes stays open and dead for ever.</summary>
    Silence,

    /// <summary>Bytes are held back and reading stops, so that the senders' buffers fill; both resume when the fault
    /// ends.</summary>
    NotReading,

    /// <summary>Connections are refused.</summary>
    Closed,
}

/// <summary>A proxy on loopback that injects faults between a client and a server.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(5);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private TcpListener? _listener;
    private volatile Fault _fault;

    public FaultProxy(int target)
    {
        Target = target;
        Port = Ports.Take();
        Listen();
    }

    public int Port { get; }

    /// <summary>The port that new connections lead to.</summary>
    public int Target { get; set; }

    /// <summary>The delay of each piece under <see cref="Fault.Delay"/>.</summary>
    public TimeSpan Delay { get; set; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Awaited with each piece of a client's bytes before it is passed on: for actions at exactly that moment.</summary>
    public Func<ReadOnlyMemory<byte>, Task>? BeforeRequest { get; set; }

    /// <summary>Number of connections accepted so far.</summary>
    public int Connections { get; private set; }

    public void Set(Fault fault)
    {
        _fault = fault;
        if (fault == Fault.Closed)
        {
            _listener?.Stop();
            _listener = null;
        }
        else if (_listener is null)
        {
            Listen();
        }
    }

    /// <summary>Ends every connection in good order.</summary>
    public void Cut() => CloseAll(reset: false);

    /// <summary>Ends every connection with a reset.</summary>
    public void Reset() => CloseAll(reset: true);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener?.Stop();
        CloseAll(reset: true);
        _stop.Dispose();
    }

    private void Listen()
    {
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Server.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        _listener.Start();
        _ = AcceptAsync(_listener);
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptSocketAsync(_stop.Token);
                Connections++;
                _ = ServeAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        _open[client] = _open[server] = true;
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, Target, _stop.Token);
            await Task.WhenAny(PumpAsync(client, server, answers: false), PumpAsync(server, client, answers: true));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // The server is down, or the test is over.
        }
        Close(client, reset: false);
        Close(server, reset: false);
    }

    private async Task PumpAsync(Socket from, Socket to, bool answers)
    {
        var buffer = new byte[64 * 1024];
        var dead = false;
        try
        {
            while (true)
            {
                var count = await from.ReceiveAsync(buffer, _stop.Token);
                if (count == 0) return;
                while (_fault == Fault.NotReading) await Task.Delay(Look, _stop.Token);
                if (!answers && BeforeRequest is { } before) await before(buffer.AsMemory(0, count));
                if (_fault == Fault.Delay) await Task.Delay(Delay, _stop.Token);
                // What follows on lost bytes must not be passed on either: TCP has no holes.
                dead |= _fault == Fault.Silence || (_fault == Fault.NoAnswers && answers);
                if (dead) continue;
                for (var sent = 0; sent < count;) sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _stop.Token);
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Either side is gone, which ends both.
        }
    }

    private void CloseAll(bool reset)
    {
        foreach (var socket in _open.Keys) Close(socket, reset);
    }

    private void Close(Socket socket, bool reset)
    {
        if (!_open.TryRemove(socket, out _)) return;
        if (reset) socket.LingerState = new LingerOption(true, 0);
        socket.Dispose();
    }
}
