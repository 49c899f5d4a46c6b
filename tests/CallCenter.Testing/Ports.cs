using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CallCenter.Testing;

/// <summary>Free ports on loopback, each handed out once.</summary>
public static class Ports
{
    // Below the range of outgoing connections, which could claim a port between our check and the bind of the other process.
    // Each process starts at another port, since several run at a time.
    private const int First = 12_000;
    private const int Last = 30_000;

    private static readonly ConcurrentDictionary<int, bool> Given = new();
    private static int _next = First + Environment.ProcessId * 37 % (Last - First);

    public static int Take()
    {
        while (true)
        {
            var port = First + (Interlocked.Increment(ref _next) - First) % (Last - First);
            if (Given.TryAdd(port, true) && IsFree(port)) return port;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
