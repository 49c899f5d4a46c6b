using CallCenter.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace CallCenter.Client;

/// <summary>
/// Sends the events of one source in order and exactly once: it numbers them, keeps them until they are acked, and
/// after a disconnection resumes at the server's position. It never drops an event; when too many are un-acked it makes the
/// caller wait. Safe for several callers at once; events of one caller keep their order.
/// </summary>
public sealed class EventSender : IAsyncDisposable
{
    // Time limit for the acks of events in flight at disposal; FlushAsync has none.
    private static readonly TimeSpan CloseTimeMax = TimeSpan.FromSeconds(5);

    private readonly IngestService.IngestServiceClient _client;
    private readonly GrpcChannel? _ownChannel;
    private readonly EventSenderOptions _options;
    private readonly SendWindow _window;
    private readonly BackOff _backOff;
    private readonly CancellationTokenSource _stop;
    private volatile bool _isStreaming;
    private volatile bool _isDown;
    private int _disposeCount;

    private EventSender(CallInvoker invoker, EventSenderOptions options, GrpcChannel? ownChannel)
    {
        options.Validate();
        _client = new IngestService.IngestServiceClient(invoker);
        _ownChannel = ownChannel;
        _options = options;
        _window = new SendWindow(options);
        _backOff = new BackOff(options.BackOffMin, options.BackOffMax, options.Random ?? new Random());
        _stop = new CancellationTokenSource(Timeout.InfiniteTimeSpan, options.TimeProvider);
        Completion = RunAsync(_stop.Token);
    }

    /// <summary>
    /// Ends when the sender is disposed, and fails with a <see cref="CallCenterException"/> when it cannot go on, as when another adapter
    /// took the source over.
    /// </summary>
    public Task Completion { get; }

    /// <summary>Events that the server has durably counted, recognised as duplicates, or rejected.</summary>
    public long AckedCount => _window.Progress.AckedCount;

    /// <summary>Acked events that were rejected as invalid or too old.</summary>
    public long RejectedCount => _window.Progress.RejectedCount;

    /// <summary>Events acked as duplicates.</summary>
    public long DuplicateCount => _window.Progress.DuplicateCount;

    /// <summary>Sequence of the last event given to <see cref="SendAsync"/>; 0 before the first event or the first welcome.</summary>
    public long LastSequence => _window.Progress.LastSequence;

    /// <summary>
    /// Starts sending over a channel of its own. Returns at once; connects in the background and retries until it succeeds.
    /// </summary>
    /// <param name="address">Where the server listens, such as "http://127.0.0.1:50051".</param>
    /// <param name="options">The source and the limits of the sender.</param>
    /// <param name="credential">What the server asks for; null when it asks for nothing.</param>
    /// <returns>The sender; dispose it.</returns>
    public static EventSender Connect(string address, EventSenderOptions options, CallCenterCredential? credential = null)
    {
        GrpcChannel channel = CallCenterChannel.Open(address, credential);
        return new EventSender(channel.CreateCallInvoker(), options, channel);
    }

    /// <summary>Starts sending over the caller's channel; dispose the channel after the sender.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="options">The source and the limits of the sender.</param>
    /// <returns>The sender; dispose it.</returns>
    public static EventSender Connect(ChannelBase channel, EventSenderOptions options) => new(channel.CreateCallInvoker(), options, null);

    /// <summary>
    /// Accepts an event for sending. Waits while <see cref="EventSenderOptions.UnackedEventCountMax"/> events are un-acked. Do not change
    /// the event afterwards.
    /// </summary>
    /// <param name="item">The event.</param>
    /// <param name="token">Ends the waiting; the event is then not sent.</param>
    /// <returns>A task that ends when the event is accepted, which is before its ack.</returns>
    /// <exception cref="CallCenterException">The sender cannot go on.</exception>
    public ValueTask SendAsync(Event item, CancellationToken token = default)
    {
        ArgumentNullException.ThrowIfNull(item);
        return _window.TryAdd(item) ? ValueTask.CompletedTask : WaitAndAddAsync(item, token);
    }

    /// <summary>Waits until every event accepted so far is acked, without a time limit.</summary>
    /// <param name="token">Ends the waiting.</param>
    /// <returns>A task that ends when they are acked.</returns>
    /// <exception cref="CallCenterException">The sender cannot go on.</exception>
    public Task FlushAsync(CancellationToken token = default) => _window.FlushAsync().WaitAsync(token);

    /// <summary>
    /// Closes the stream. Un-acked events get a few seconds, unless the server is unreachable; call <see cref="FlushAsync"/> before to
    /// await their acks.
    /// </summary>
    /// <returns>A task that ends when the stream is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Increment(ref _disposeCount) > 1)
        {
            await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }
        _window.Close();
        if (_isStreaming || !(_isDown || _window.IsFinished))
            _stop.CancelAfter(CloseTimeMax);
        else
            await _stop.CancelAsync().ConfigureAwait(false);
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _window.Fail(new ObjectDisposedException(nameof(EventSender)));
        _ownChannel?.Dispose();
        _stop.Dispose();
    }

    private async ValueTask WaitAndAddAsync(Event item, CancellationToken token)
    {
        do
            await _window.RoomAsync().WaitAsync(token).ConfigureAwait(false);
        while (!_window.TryAdd(item));
    }

    private async Task RunAsync(CancellationToken token)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            while (await ConverseAsync(token).ConfigureAwait(false) is { } broken)
            {
                if (!broken.Retryable)
                    throw broken;
                if (_window.IsFinished)
                    return;
                _isDown = true;
                _options.OnDisconnected?.Invoke(broken);
                await Task.Delay(_backOff.Next(broken.RetryDelay), _options.TimeProvider, token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
        }
        catch (Exception e)
        {
            _window.Fail(e); // Includes exceptions of callbacks: a loud failure is better than a sender that stalls.
            throw;
        }
    }

    /// <summary>Runs one stream from its hello to its end; null when the sender was closed.</summary>
    private async Task<CallCenterException?> ConverseAsync(CancellationToken token)
    {
        try
        {
            using AsyncDuplexStreamingCall<IngestRequest, IngestResponse> call = _client.Ingest(cancellationToken: token);
            var conversation = new IngestConversation(call, _window, _options, _backOff);
            await conversation.OpenAsync(token).ConfigureAwait(false);
            _isStreaming = true;
            _isDown = false;
            await conversation.RunAsync(token).ConfigureAwait(false);
            return null;
        }
        catch (RpcException e)
        {
            token.ThrowIfCancellationRequested();
            return CallCenterException.From(e);
        }
        catch (CallCenterException e)
        {
            return e;
        }
        finally
        {
            _isStreaming = false;
        }
    }
}
