using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CallCenter.Testing;

/// <summary>Free ports on loopback, each given once.</summary>
public static class Ports
{
    // Below what the system gives to outgoing connections, which would take a port between our look and the other process' bind.
    // Each process begins elsewhere, since several run at a time.
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
