using System.Globalization;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;

namespace CallCenter.Asterisk;

/// <summary>
/// One life of a TCP connection to the AMI. A task of its own reads the socket and never waits for anything else. The owner reads
/// <see cref="Arrivals"/> and sends; sending is not for two tasks at once.
/// </summary>
internal sealed class AmiConnection : IAsyncDisposable
{
    private readonly TcpClient _socket;
    private readonly TimeProvider _time;
    private readonly Channel<Arrival> _arrivals;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _reading;
    private long _lastRead;

    private AmiConnection(TcpClient socket, AsteriskOptions options, TimeProvider time)
    {
        _socket = socket;
        _time = time;
        _lastRead = time.GetTimestamp();
        _arrivals = Channel.CreateBounded<Arrival>(
            new BoundedChannelOptions(options.BufferedMessagesMax) { SingleReader = true, SingleWriter = true });
        _reading = ReadAsync(options.BufferedMessagesMax);
    }

    /// <summary>All messages that matter. Completes with an <see cref="AmiConnectionException"/> when the connection ends.</summary>
    public ChannelReader<Arrival> Arrivals => _arrivals.Reader;

    /// <summary>Done when nothing more is read from the socket; messages may still wait.</summary>
    public Task Ended => _reading;

    /// <summary>How long Asterisk has been silent.</summary>
    public TimeSpan Silence => _time.GetElapsedTime(Interlocked.Read(ref _lastRead));

    public static async Task<AmiConnection> OpenAsync(AsteriskOptions options, TimeProvider time, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var socket = new TcpClient { NoDelay = true };
        AmiConnection? connection = null;
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, either.Token);
            connection = new AmiConnection(socket, options, time);
            await connection.LogInAsync(options, either.Token);
            return connection;
        }
        catch (Exception exception) when (exception is SocketException or AmiConnectionException or OperationCanceledException)
        {
            if (connection is null)
                socket.Dispose();
            else
                await connection.DisposeAsync();
            cancellation.ThrowIfCancellationRequested();
            throw exception as AmiConnectionException ?? NotReached(options, exception);
        }
    }

    public async Task SendAsync(AmiAction action, string actionId, CancellationToken cancellation)
    {
        try
        {
            await _socket.GetStream().WriteAsync(action.Encode(actionId), cancellation);
        }
        catch (Exception exception) when (exception is IOException or SocketException or InvalidOperationException)
        {
            throw new AmiConnectionException("The connection to the AMI broke while sending.", exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _socket.Dispose();
        await _reading;
        _closing.Dispose();
    }

    private async Task ReadAsync(int bufferedMax)
    {
        AmiConnectionException? end = null;
        try
        {
            var reader = new AmiReader(_socket.GetStream());
            while (await reader.ReadAsync(_closing.Token) is { } message)
            {
                Interlocked.Exchange(ref _lastRead, _time.GetTimestamp());
                if (_arrivals.Writer.TryWrite(new Arrival(message, _time.GetUtcNow())))
                    continue;
                end = new AmiConnectionException(
                    $"{bufferedMax} messages wait to be sent on; giving the connection up rather than the memory.");
                break;
            }
            end ??= new AmiConnectionException("Asterisk closed the connection.");
        }
        catch (Exception exception) when (exception is IOException or SocketException or AmiFormatException
            or OperationCanceledException or InvalidOperationException)
        {
            end = new AmiConnectionException("The connection to the AMI broke: " + exception.Message, exception);
        }
        _arrivals.Writer.Complete(end);
    }

    private async Task LogInAsync(AsteriskOptions options, CancellationToken cancellation)
    {
        var login = new AmiAction("Login", ("Username", options.Username), ("Secret", options.Secret), ("Events", "on"));
        if (options.Login == AmiLogin.Challenge)
        {
            await SendAsync(new AmiAction("Challenge", ("AuthType", "MD5")), "challenge", cancellation);
            var challenge = await AnswerAsync("challenge", cancellation);
            login = new AmiAction("Login", ("AuthType", "MD5"), ("Username", options.Username),
                ("Key", Key(challenge.Text("Challenge"), options.Secret)), ("Events", "on"));
        }
        await SendAsync(login, "login", cancellation);
        await AnswerAsync("login", cancellation);
    }

    // MD5 is what the protocol asks for; it keeps the secret off the wire, no more.
    private static string Key(string challenge, string secret) =>
        Convert.ToHexString(MD5.HashData(Encoding.UTF8.GetBytes(challenge + secret))).ToLower(CultureInfo.InvariantCulture);

    private async Task<AmiMessage> AnswerAsync(string actionId, CancellationToken cancellation)
    {
        try
        {
            while (true)
            {
                var message = (await _arrivals.Reader.ReadAsync(cancellation)).Message;
                if (message.ActionId == actionId)
                    return message.Response == "Success" ? message : throw Refused(message);
                if (message.Response == "Error")
                    throw Refused(message);
            }
        }
        catch (ChannelClosedException exception)
        {
            throw new AmiConnectionException("The connection was closed during the login. Is this an AMI port?", exception);
        }
    }

    private static AmiConnectionException NotReached(AsteriskOptions options, Exception exception)
    {
        var why = exception is OperationCanceledException
            ? $"no answer within {options.ConnectTimeout.TotalSeconds:0.#} s" : exception.Message;
        return new AmiConnectionException(
            $"No connection to the AMI at {options.Address}: {why}. Check the address, and that manager.conf enables it.", exception);
    }

    private static AmiConnectionException Refused(AmiMessage message) =>
        new($"Asterisk refused the login: {message.Text("Message")}. Check the user in manager.conf.");
}
