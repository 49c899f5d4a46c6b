using System.Globalization;
using System.Threading.Channels;
using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>
/// One connection from login to its end: reconciles, maps what comes, and keeps watch over silence. One loop does it all, so the
/// mapper needs no lock.
/// </summary>
internal sealed class AsteriskSession(
    AsteriskOptions options, AmiConnection connection, AsteriskMapper mapper, SourceClock clock, AsteriskNeeds needs, TimeProvider time)
{
    // 250 ms: decisions that wait for 1 s should not wait for 2.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan SyncPatience = TimeSpan.FromSeconds(30);

    /// <summary>Stamps may be old, since Asterisk may deliver late, and its clock may be set; one this far ahead is damage.</summary>
    internal static readonly TimeSpan AheadMax = TimeSpan.FromDays(1);

    private readonly long _started = time.GetTimestamp();
    private readonly UserQuestions _questions = new(needs, options.Username);
    private readonly PingWatch _ping = new(options.PingInterval, time);
    private AsteriskSync? _sync;
    private long _syncStarted;
    private bool _isBooted;
    private bool _isClockSet;
    private long _actions;

    /// <summary>Fills the time before this connection; null: nothing does.</summary>
    public LiveRepair? Repair { get; init; }

    /// <summary>The floor was reported, so the connection has been of use.</summary>
    public bool IsFloorTold { get; private set; }

    /// <summary>Called on each tick, several times a second.</summary>
    public Action? OnTick { get; init; }

    /// <summary>Runs until the connection ends, which is an <see cref="AmiConnectionException"/>, or is cancelled.</summary>
    public async Task RunAsync(Func<Event, CancellationToken, ValueTask> send, CancellationToken cancellation)
    {
        await using var timer = time.CreateTimer(_ => connection.Wake(), null, Tick, Tick);
        needs.Version = connection.Version ?? "";
        needs.Census = connection.Census;
        await PingAsync(cancellation);
        foreach (var (action, actionId) in _questions.All)
            await connection.SendAsync(action, actionId, cancellation);
        try
        {
            while (true)
            {
                var arrival = await connection.Arrivals.ReadAsync(cancellation);
                if (arrival.Message is { } message)
                    await ApplyAsync(message, arrival.Time, send, cancellation);
                else
                    await TickAsync(send, cancellation);
            }
        }
        catch (ChannelClosedException exception)
        {
            throw exception.InnerException as AmiConnectionException ?? new AmiConnectionException("Asterisk closed the connection.");
        }
    }

    private async Task ApplyAsync(
        AmiMessage message, DateTimeOffset arrived, Func<Event, CancellationToken, ValueTask> send, CancellationToken cancellation)
    {
        if (_ping.Accept(message))
            await PongedAsync(message, arrived, cancellation);
        if (_questions.Accept(message))
            return;
        if (_sync?.Accept(message) == true)
        {
            await ProceedAsync(send, cancellation);
            return;
        }
        var now = clock.At(arrived);
        if (Repair?.Hold(message, arrived) != true)
            await SendAsync(mapper.Apply(message, now, now + AheadMax), send, cancellation);
        if (message.Event == "FullyBooted")
            _isBooted = (needs.IsBooted = true).Value;
        if (message.Event == "FullyBooted" && _isClockSet)
            await StartAsync(SyncScope.Floor, cancellation);
        else if (message.Event == "Reload" && IsFloorTold && _sync is null)
            await StartAsync(SyncScope.Members, cancellation);
    }

    /// <summary>The first answer sets the clock; a snapshot without one would bear our time and not Asterisk's.</summary>
    private async Task PongedAsync(AmiMessage pong, DateTimeOffset arrived, CancellationToken cancellation)
    {
        if (pong.Timestamp is { } theirs)
        {
            clock.Observe(theirs, arrived);
            needs.ClockAhead = theirs - arrived;
        }
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
            IsFloorTold |= scope == SyncScope.Floor;
            needs.Floor = scope == SyncScope.Floor ? snapshot : needs.Floor;
            if (scope == SyncScope.Floor && Repair is not null)
                await Repair.FillAsync(snapshot, clock, send, cancellation);
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
        connection.Woken();
        // What has arrived but is not yet applied may decide what would only be guessed now.
        if (connection.Arrivals.Count == 0 && Repair?.IsHolding != true)
            await SendAsync(mapper.AdvanceTo(clock.Now), send, cancellation);
        if (_ping.IsLost(connection.Silence))
            throw new AmiConnectionException("Asterisk answers no Ping.");
        if (_ping.IsDue)
            await PingAsync(cancellation);
        await ReconcileAsync(cancellation);
        if (!_isBooted && time.GetElapsedTime(_started) >= options.BootPatience)
            needs.IsBooted ??= false;
        OnTick?.Invoke();
    }

    private async Task ReconcileAsync(CancellationToken cancellation)
    {
        if (_sync is not null && time.GetElapsedTime(_syncStarted) < SyncPatience)
            return;
        if (IsFloorTold && time.GetElapsedTime(_syncStarted) >= options.ReconcileInterval)
            await StartAsync(mapper.HasConversations ? SyncScope.Conversations : SyncScope.Members, cancellation);
        else if (!IsFloorTold && time.GetElapsedTime(_started) >= options.BootPatience)
            await StartAsync(SyncScope.Floor, cancellation);
    }

    private async Task PingAsync(CancellationToken cancellation)
    {
        var actionId = NextActionId();
        _ping.Sent(actionId);
        await connection.SendAsync(new AmiAction("Ping"), actionId, cancellation);
    }

    private string NextActionId() => string.Create(CultureInfo.InvariantCulture, $"callcenter-{++_actions}");

    private static async ValueTask SendAsync(
        IReadOnlyList<Event> events, Func<Event, CancellationToken, ValueTask> send, CancellationToken cancellation)
    {
        foreach (var each in events)
            await send(each, cancellation);
    }
}
