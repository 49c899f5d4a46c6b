using System.Net;
using System.Net.Sockets;

namespace CallCenter.Testing;

/// <summary>Free ports on loopback, each handed out once, and to no other test process while this one lives: a server that is killed finds
/// its port free when it starts again.</summary>
public static class Ports
{
    // Of this user: others could not write into the folder.
    private static readonly PortLocks Locks = new(
        Path.Combine(Path.GetTempPath(), $"ccg-ports-{Environment.UserName}"), PortRange.Outside(PortRange.OfConnections()),
        first: Environment.ProcessId * 37);

    public static int Take()
    {
        while (true)
        {
            var port = Locks.Take();
            if (IsFree(port)) return port;
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
