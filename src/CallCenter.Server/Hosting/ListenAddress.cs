using System.Net;
using System.Net.Sockets;

namespace CallCenter.Server.Hosting;

/// <summary>An address to listen on: http://HOST:PORT, https://HOST:PORT or http://unix:PATH.</summary>
internal sealed record ListenAddress(string Text, bool IsSecure, string? SocketPath, Uri? Uri)
{
    private const string UnixPrefix = "http://unix:";
    private const char Separator = ';';

    /// <summary>Whether only this machine can connect.</summary>
    public bool IsLocal => SocketPath is not null || Uri!.IsLoopback;

    /// <summary>The addresses in a setting, separated by semicolons; nothing for one that cannot be read.</summary>
    public static IEnumerable<(string Text, ListenAddress? Address)> ParseAll(string setting)
        => setting.Split(Separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(text => (text, Parse(text)));

    /// <summary>A socket file that a killed server left behind refuses the next bind; one that somebody listens on stays.</summary>
    public void RemoveAbandonedSocket()
    {
        if (SocketPath is null || !File.Exists(SocketPath)) return;
        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(new UnixDomainSocketEndPoint(SocketPath));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            File.Delete(SocketPath);
        }
    }

    private static ListenAddress? Parse(string text)
    {
        if (text.StartsWith(UnixPrefix, StringComparison.Ordinal))
            return Path.IsPathRooted(text[UnixPrefix.Length..]) ? new ListenAddress(text, false, text[UnixPrefix.Length..], null) : null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https")) return null;
        // Kestrel takes any name that is no address for "every interface".
        var isHost = uri.Host == "localhost" || IPAddress.TryParse(uri.Host.Trim('[', ']'), out _);
        return isHost && uri.AbsolutePath == "/" ? new ListenAddress(text, uri.Scheme == Uri.UriSchemeHttps, null, uri) : null;
    }
}
