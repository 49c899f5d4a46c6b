using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CallCenter.Client;

/// <summary>
/// One ingest stream: hello, welcome, then batches written by one loop and acks read by another. Run once, by the sender's loop.
/// </summary>
internal sealed class IngestConversation(
    AsyncDuplexStreamingCall<IngestRequest, IngestResponse> call, SendWindow window, EventSenderOptions options, BackOff backOff)
{
    // Of a batch around its events, rounded up.
    private const int BatchOverheadBytes = 64;

    private TimeSpan _heartbeatTime = Timeout.InfiniteTimeSpan;
    private int _batchEventCountMax = options.BatchEventCountMax;
    private int _batchBytesMax = int.MaxValue;

    /// <summary>Exchanges hello and welcome and agrees on the next sequence.</summary>
    public async Task OpenAsync(CancellationToken token)
    {
        var hello = new Hello { Source = options.Source, Adapter = options.Adapter, AdapterVersion = options.AdapterVersion };
        await WriteOrLetReadTellAsync(new IngestRequest { Hello = hello }, token).ConfigureAwait(false);
        Welcome welcome = await ReadWelcomeAsync(token).ConfigureAwait(false);
        Obey(welcome.Limits ?? new IngestLimits());
        window.Resume(welcome);
        options.OnProgress?.Invoke(window.Progress); // The welcome stands in for a lost ack.
        window.Told();
        if (options.OnConnected is null)
            return;
        long before = window.LastPosition;
        Event? first = await options.OnConnected(welcome, token).ConfigureAwait(false);
        if (first is null)
            return;
        foreach (Event part in FloorReportParts.Of(first, _batchBytesMax - BatchOverheadBytes))
            window.Insert(before++, part);
    }

    /// <summary>Sends events and reads acks until the window is closed and drained, or the stream breaks.</summary>
    public async Task RunAsync(CancellationToken token)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        Task writing = WriteAllAsync(stop.Token);
        try
        {
            await ReadAllAsync(token).ConfigureAwait(false);
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await EndOf(writing).ConfigureAwait(false);
        }
        if (!window.IsDrained)
            throw Ended("The server ended the stream.");
    }

    private static CallCenterException Ended(string message) => new(StatusCode.Unavailable, "", message) { Retryable = true };

    /// <summary>
    /// A write fails after the end of the call, with the transport's exception when the connection broke; the reason of the end comes from
    /// the read side.
    /// </summary>
    private static async Task EndOf(Task writing)
    {
        try
        {
            await writing.ConfigureAwait(false);
        }
        catch (Exception e) when (
            e is OperationCanceledException or RpcException or InvalidOperationException or IOException or HttpRequestException)
        {
        }
    }

    private Task WriteOrLetReadTellAsync(IngestRequest request, CancellationToken token) =>
        EndOf(call.RequestStream.WriteAsync(request, token));

    private async Task<Welcome> ReadWelcomeAsync(CancellationToken token)
    {
        if (!await call.ResponseStream.MoveNext(token).ConfigureAwait(false))
            throw Ended("The server ended the stream before its welcome.");
        return call.ResponseStream.Current.Welcome
            ?? throw new CallCenterException(
                StatusCode.Internal, CallCenterException.ProtocolBroken, "The server did not begin with a welcome.");
    }

    private void Obey(IngestLimits limits)
    {
        if (limits.BatchEventCountMax > 0)
            _batchEventCountMax = Math.Min(options.BatchEventCountMax, limits.BatchEventCountMax);
        if (limits.MessageBytesMax > 0)
            _batchBytesMax = limits.MessageBytesMax;
        if (limits.IdleMax?.ToTimeSpan() is { } idle && idle > TimeSpan.Zero)
            _heartbeatTime = idle / 3;
    }

    private async Task WriteAllAsync(CancellationToken token)
    {
        while (!window.IsDrained)
        {
            if (!await WaitForEventsAsync(token).ConfigureAwait(false))
                await WriteHeartbeatAsync(token).ConfigureAwait(false);
            else if (window.Take(_batchEventCountMax, _batchBytesMax) is { } batch)
                await call.RequestStream.WriteAsync(new IngestRequest { Events = batch }, token).ConfigureAwait(false);
        }
        await call.RequestStream.CompleteAsync().ConfigureAwait(false);
    }

    /// <summary>True when there are events to send or the window is closed, false when a heartbeat is due.</summary>
    private async Task<bool> WaitForEventsAsync(CancellationToken token)
    {
        Task takeable = window.TakeableAsync();
        if (!takeable.IsCompleted && !await EndsInTimeAsync(takeable, token).ConfigureAwait(false))
            return false;
        if (options.LingerTime > TimeSpan.Zero && !window.IsDrained && window.TakeableCount < _batchEventCountMax)
            await Task.Delay(options.LingerTime, options.TimeProvider, token).ConfigureAwait(false);
        return true;
    }

    private async Task<bool> EndsInTimeAsync(Task takeable, CancellationToken token)
    {
        try
        {
            await takeable.WaitAsync(_heartbeatTime, options.TimeProvider, token).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private Task WriteHeartbeatAsync(CancellationToken token)
    {
        var heartbeat = new Heartbeat { SentTime = Timestamp.FromDateTimeOffset(options.TimeProvider.GetUtcNow()) };
        return call.RequestStream.WriteAsync(new IngestRequest { Heartbeat = heartbeat }, token);
    }

    private async Task ReadAllAsync(CancellationToken token)
    {
        while (await call.ResponseStream.MoveNext(token).ConfigureAwait(false))
        {
            if (call.ResponseStream.Current.Ack is not { } ack)
                continue; // A kind of message that only a newer server sends.
            IReadOnlyList<RejectedEvent> rejected = window.Ack(ack);
            backOff.Reset();
            foreach (RejectedEvent one in rejected)
                options.OnRejected?.Invoke(one);
            options.OnProgress?.Invoke(window.Progress);
            window.Told();
        }
    }
}
