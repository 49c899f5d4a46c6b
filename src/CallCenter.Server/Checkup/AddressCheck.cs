using System.Net;
using System.Net.Sockets;
using CallCenter.Server.Hosting;

namespace CallCenter.Server.Checkup;

/// <summary>Whether the server could listen on its addresses.</summary>
internal static class AddressCheck
{
    public static IEnumerable<Finding> Run(ServerOptions options)
        => ListenAddress.ParseAll($"{options.Listen};{options.Web}").Where(a => a.Address is not null).Select(a => Check(a.Address!));

    private static Finding Check(ListenAddress address)
    {
        if (address.SocketPath is { } path) return CheckFolder(address, path);
        var uri = address.Uri!;
        try
        {
            var interfaceAddress = uri.Host == "localhost" ? IPAddress.Loopback : IPAddress.Parse(uri.Host.Trim('[', ']'));
            using var listener = new TcpListener(interfaceAddress, uri.Port);
            listener.Start();
            return Finding.Ok($"{address.Text} is free");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return Finding.Problem($"{address.Text} is in use, perhaps by a server that runs already; stop it, or choose another port.");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            return Finding.Problem($"This user may not listen on {address.Text}; choose a port from 1024 on.");
        }
        catch (SocketException e)
        {
            return Finding.Problem($"The server cannot listen on {address.Text}: {e.Message.TrimEnd('.')}; choose another address.");
        }
    }

    private static Finding CheckFolder(ListenAddress address, string path)
        => Directory.Exists(Path.GetDirectoryName(path))
            ? Finding.Ok($"{address.Text}: its folder exists")
            : Finding.Problem($"{address.Text}: the folder of the socket does not exist; make it, or choose another path.");
}
