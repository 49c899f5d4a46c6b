using System.Net;
using System.Net.Sockets;
using System.Text;

namespace CallCenter.Campaign.Fuzz;

/// <summary>Sends bytes over a connection of its own and reads what comes back.</summary>
internal static class RawConnection
{
    private const int AnswerMax = 64 * 1024;

    private static readonly TimeSpan ReadMax = TimeSpan.FromSeconds(0.3);

    /// <summary>The answer up to a limit of time and size; empty when the server cut the connection or said nothing.</summary>
    public static async Task<string> SendAsync(int port, byte[] bytes, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var answer = new byte[AnswerMax];
        var length = 0;
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            limit.CancelAfter(ReadMax);
            await socket.SendAsync(bytes, limit.Token);
            socket.Shutdown(SocketShutdown.Send);
            while (length < AnswerMax && await socket.ReceiveAsync(answer.AsMemory(length), limit.Token) is > 0 and var read)
                length += read;
        }
        catch (Exception e) when (e is SocketException || !cancellationToken.IsCancellationRequested && e is OperationCanceledException)
        {
            // Cut by the server, or a stream that lives on.
        }
        return Encoding.Latin1.GetString(answer, 0, length);
    }
}
