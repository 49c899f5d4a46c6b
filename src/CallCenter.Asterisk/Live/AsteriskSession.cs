using System.Globalization;
using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>
/// One connection from login to its end: reconciles, maps what comes, and keeps watch over silence. One loop does it all, so the
/// mapper needs no lock.
/// </summary>
internal sealed class AsteriskSession(
    AsteriskOptions options, AmiConnection connection, AsteriskMapper mapper, SourceClock clock, TimeProvider time)
{
    // 250 ms: decisions that wait for 1 s should not wait for 2.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan SyncPatience = TimeSpan.FromSeconds(30);

    private readonly long _started = time.GetTimestamp();
    private AsteriskSync? _sync;
    private long _syncStarted;
    private bool _isBooted;
    private bool _isClockSet;
    private bool _isFloorTold;
    private long _pinged;
    private int _pingsMissed;
    private long _actions;

    /// <summary>The floor was reported, so the connection has been of use.</summary>
    public bool IsFloorTold => _isFloorTold;

    /// <summary>Runs until the connection ends, which is an <see cref="AmiConnectionException"/>, or is cancelled.</summary>
    public async Task RunAsync(Func<Event, CancellationToken, ValueTask> send, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(Tick, time);
        await PingAsync(cancellation);
        var arrival = connection.Arrivals.WaitToReadAsync(cancellation).AsTask();
        var tick = timer.WaitForNextTickAsync(cancellation).AsTask();
        while (true)
        {
            await Task.WhenAny(arrival, tick);
            if (arrival.IsCompleted)
            {
                await ArrivedAsync(arrival, send, cancellation);
                arrival = connection.Arrivals.WaitToReadAsync(cancellation).AsTask();
            }
            if (tick.IsCompleted)
            {
                await tick;
                await TickAsync(send, cancellation);
                tick = timer.WaitForNextTickAsync(cancellation).AsTask();
            }
        }
    }

    private async Task ArrivedAsync(Task<bool> arrival, Func<Event, CancellationToken, ValueTask> send, CancellationToken cancellation)
    {
        if (!await arrival)
            throw new AmiConnectionException("Asterisk closed the connection.");
        while (connection.Arrivals.TryRead(out var arrived))
            await TakeAsync(arrived, send, cancellation);
    }

    private async Task TakeAsync(Arrival arrived, Func<Event, CancellationToken, ValueTask> send, CancellationToken cancellation)
    {
        var message = arrived.Message;
        if (message["Ping"] is not null)
            await PongedAsync(arrived, cancellation);
        if (_sync?.Accept(message) == true)
        {
            await ProceedAsync(send, cancellation);
            return;
        }
        await SendAsync(mapper.Apply(message, clock.At(arrived.Time)), send, cancellation);
        _isBooted |= message.Event == "FullyBooted";
        if (message.Event == "FullyBooted" && _isClockSet)
            await StartAsync(SyncScope.Floor, cancellation);
        else if (message.Event == "Reload" && _isFloorTold && _sync is null)
            await StartAsync(SyncScope.Members, cancellation);
    }

    /// <summary>The first answer sets the clock; a snapshot without one would bear our time and not Asterisk's.</summary>
    private async Task PongedAsync(Arrival arrived, CancellationToken cancellation)
    {
        if (arrived.Message.Timestamp is { } theirs)
            clock.Observe(theirs, arrived.Time);
        var isFirst = !_isClockSet;
        _isClockSet = true;
        if (isFirst && _isBooted)
            await StartAsync(SyncScope.Floor, cancellation);
    }

    private async Task ProceedAsync(Func<Event, CancellationToken, ValueTask> send, CancellationToken cancellation)
    {
        if (_sync!.Snapshot is { } snapshot)
        {
            var scope = _sync.Scope;
            _sync = null;
            _isFloorTold |= scope == SyncScope.Floor;
            await SendAsync(mapper.Reconcile(snapshot, scope), send, cancellation);
        }
        else
        {
            await AskAsync(cancellation);
        }
    }

    private async Task StartAsync(SyncScope scope, CancellationToken cancellation)
    {
        _sync = new AsteriskSync(scope, NextActionId(), clock.Now);
        _syncStarted = time.GetTimestamp();
        await AskAsync(cancellation);
    }

    private async Task AskAsync(CancellationToken cancellation)
    {
        if (_sync?.Next is not { } next)
            return;
        _sync.Sent();
        await connection.SendAsync(next.Action, next.ActionId, cancellation);
    }

    private async Task TickAsync(Func<Event, CancellationToken, ValueTask> send, CancellationToken cancellation)
    {
        // What has arrived but is not yet taken may decide what would only be guessed now.
        if (connection.Arrivals.Count == 0)
            await SendAsync(mapper.AdvanceTo(clock.Now), send, cancellation);
        if (time.GetElapsedTime(_pinged) >= options.PingInterval)
            await PingAsync(cancellation);
        await ReconcileAsync(cancellation);
    }

    private async Task ReconcileAsync(CancellationToken cancellation)
    {
        if (_sync is not null && time.GetElapsedTime(_syncStarted) < SyncPatience)
            return;
        if (_isFloorTold && time.GetElapsedTime(_syncStarted) >= options.ReconcileInterval)
            await StartAsync(SyncScope.Members, cancellation);
        else if (!_isFloorTold && time.GetElapsedTime(_started) >= options.BootPatience)
            await StartAsync(SyncScope.Floor, cancellation);
    }

    private async Task PingAsync(CancellationToken cancellation)
    {
        _pingsMissed = connection.Silence < options.PingInterval ? 0 : _pingsMissed + 1;
        if (_pingsMissed >= 2)
            throw new AmiConnectionException("Asterisk answers no Ping.");
        _pinged = time.GetTimestamp();
        await connection.SendAsync(new AmiAction("Ping"), NextActionId(), cancellation);
    }

    private string NextActionId() => string.Create(CultureInfo.InvariantCulture, $"callcenter-{++_actions}");

    private static async ValueTask SendAsync(
        IReadOnlyList<Event> events, Func<Event, CancellationToken, ValueTask> send, CancellationToken cancellation)
    {
        foreach (var each in events)
            await send(each, cancellation);
    }
}
