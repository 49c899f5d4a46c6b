using System.Net.Sockets;
using System.Threading.Channels;

namespace CallCenter.Asterisk;

/// <summary>
/// One life of a connection to the AMI. A task of its own reads it and never waits for anything else. The owner reads
/// <see cref="Arrivals"/> and sends; sending is not for two tasks at once.
/// </summary>
internal sealed class AmiConnection : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly TimeProvider _time;
    private readonly Channel<Arrival> _arrivals;
    private readonly CancellationTokenSource _closing = new();
    private readonly AmiReader _reader;
    private readonly Task _reading;
    private long _lastRead;
    private int _isWoken;

    private AmiConnection(Stream stream, AsteriskOptions options, TimeProvider time)
    {
        _stream = stream;
        _time = time;
        _lastRead = time.GetTimestamp();
        _arrivals = Channel.CreateBounded<Arrival>(new BoundedChannelOptions(options.BufferedMessagesMax) { SingleReader = true });
        _reader = new AmiReader(stream, options.Mapping.Text)
        {
            OnBytes = () => Interlocked.Exchange(ref _lastRead, _time.GetTimestamp()),
        };
        _reading = ReadAsync(options.BufferedMessagesMax);
    }

    /// <summary>All messages that matter, and the wake-ups. Completes with an <see cref="AmiConnectionException"/> when the connection
    /// ends.</summary>
    public ChannelReader<Arrival> Arrivals => _arrivals.Reader;

    /// <summary>Done when nothing more is read; messages may still wait.</summary>
    public Task Ended => _reading;

    /// <summary>Version of the AMI; null: it has not greeted.</summary>
    public string? Version => _reader.Version;

    /// <summary>Counts of the received messages. The reader updates them meanwhile, so they are for advice only.</summary>
    public AmiCensus Census => _reader.Census;

    /// <summary>How long not a byte has come.</summary>
    public TimeSpan Silence => _time.GetElapsedTime(Interlocked.Read(ref _lastRead));

    public static async Task<AmiConnection> OpenAsync(AsteriskOptions options, TimeProvider time, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        AmiConnection? connection = null;
        try
        {
            var stream = await (options.Dial?.Invoke(either.Token) ?? DialAsync(options, either.Token));
            connection = new AmiConnection(stream, options, time);
            await new AmiGate(connection).EnterAsync(options, either.Token);
            return connection;
        }
        catch (Exception exception) when (exception is IOException or SocketException or AmiConnectionException
            or OperationCanceledException)
        {
            if (connection is not null)
                await connection.DisposeAsync();
            cancellation.ThrowIfCancellationRequested();
            throw exception as AmiConnectionException ?? NotReached(options, connection, exception);
        }
    }

    public async Task SendAsync(AmiAction action, string actionId, CancellationToken cancellation)
    {
        try
        {
            await _stream.WriteAsync(action.Encode(actionId), cancellation);
        }
        catch (Exception exception) when (exception is IOException or SocketException or InvalidOperationException)
        {
            throw new AmiConnectionException("The connection to the AMI broke while sending.", exception);
        }
    }

    /// <summary>Puts a wake-up behind what has arrived, unless one waits there already.</summary>
    public void Wake()
    {
        if (Interlocked.Exchange(ref _isWoken, 1) == 0 && !_arrivals.Writer.TryWrite(new Arrival(null, default)))
            Woken();
    }

    /// <summary>The wake-up has been read.</summary>
    public void Woken() => Interlocked.Exchange(ref _isWoken, 0);

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _stream.DisposeAsync();
        await _reading;
        _closing.Dispose();
    }

    private static async ValueTask<Stream> DialAsync(AsteriskOptions options, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task ReadAsync(int bufferedMax)
    {
        AmiConnectionException? end = null;
        try
        {
            while (await _reader.ReadAsync(_closing.Token) is { } message)
            {
                if (_arrivals.Writer.TryWrite(new Arrival(message, _time.GetUtcNow())))
                    continue;
                end = new AmiConnectionException(
                    $"{bufferedMax} messages wait to be sent on; giving the connection up rather than the memory.");
                break;
            }
            end ??= new AmiConnectionException("Asterisk closed the connection.");
        }
        catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException
            or InvalidOperationException)
        {
            end = new AmiConnectionException("The connection to the AMI broke: " + exception.Message, exception);
        }
        _arrivals.Writer.Complete(end);
    }

    private static AmiConnectionException NotReached(AsteriskOptions options, AmiConnection? connection, Exception exception)
    {
        var why = exception is OperationCanceledException
            ? $"no answer within {options.ConnectTimeout.TotalSeconds:0.#} s" : exception.Message;
        var advice = connection is { Version: null } ? "Is this an AMI port?" : "Check the address, and that manager.conf enables it.";
        return new AmiConnectionException($"No connection to the AMI at {options.Address}: {why}. {advice}", exception);
    }
}
