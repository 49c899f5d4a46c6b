using CallCenter.Core.Identity;
using CallCenter.Core.Settings;
using CallCenter.Engine.Alerts;
using CallCenter.Engine.Ingest;
using Microsoft.Extensions.Logging;

namespace CallCenter.Engine.Tests;

/// <summary>The evaluation of alerts: hold times that end without a change, restarts in the middle of one, failures.</summary>
public sealed class AlertKeeperTests : IAsyncLifetime
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(30), Step = TimeSpan.FromSeconds(1);

    private static readonly WatchedTarget Waiting = new(
        new KpiTarget("waiting", "contacts_waiting", 1, IsAtLeast: false) { GroupBy = ["queue"], HoldTime = Hold },
        Selectors.Of("contacts_waiting", "queue"));

    private readonly Lines _log = new();
    private ClockedNode _node = null!;
    private SourceSession _session = null!;
    private CancellationTokenSource _stop = new();
    private Task _evaluating = Task.CompletedTask;
    private AlertFeed _feed = null!;
    private long _sequence;

    public async Task InitializeAsync()
    {
        _node = await ClockedNode.StartAsync();
        _session = await _node.OpenAsync();
        Evaluate();
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        await _node.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task A_hold_time_that_ends_without_a_change_raises_and_clears()
    {
        await SendAsync(Feed.Queued(_node.Now, "a"), Feed.Queued(_node.Now, "b"));
        var raised = await UntilAsync(alerts => alerts is [{ Alert.IsOpen: true }]);
        await SendAsync(Feed.Ended(_node.Now, "a"));
        var cleared = await UntilAsync(alerts => alerts is [{ Alert.IsOpen: false }]);

        Assert.True(raised.Alert.RaisedAt - raised.Alert.Since >= Hold);
        Assert.Equal((raised.Alert.Id, 2m, 2m), (cleared.Alert.Id, cleared.Alert.ValueAtRaise, cleared.Alert.Worst));
        Assert.True(cleared.Alert.ClearedAt - cleared.Alert.RaisedAt >= Hold);
    }

    [Fact]
    public async Task A_restart_in_the_middle_of_a_hold_time_raises_once_at_its_end()
    {
        await SendAsync(Feed.Queued(_node.Now, "a"), Feed.Queued(_node.Now, "b"));
        var begun = _node.Now;
        await _node.PassUntilAsync(() => StoredCount() == 1, Step);
        await StopAsync();
        var stopped = _node.Now;
        _node.Time.Advance(Hold / 2);
        Evaluate();
        var raised = await UntilAsync(alerts => alerts is [{ Alert.IsOpen: true }]);
        await StopAsync();
        Evaluate();
        await SendAsync(Feed.Queued(_node.Now, "c"));

        var worse = await UntilAsync(alerts => alerts is [{ Alert.Worst: 3 }]);

        Assert.InRange(raised.Alert.Since.UnixMs, begun.UnixMs, stopped.UnixMs);
        Assert.Equal((raised.Alert.Id, raised.Alert.RaisedAt), (worse.Alert.Id, worse.Alert.RaisedAt));
    }

    [Fact]
    public async Task A_store_that_fails_is_told_and_tried_again_and_ingest_goes_on()
    {
        await StopAsync();
        _node.Store.AlertsFail = true;
        Evaluate();
        await SendAsync(Feed.Queued(_node.Now, "a"), Feed.Queued(_node.Now, "b"));
        await _node.PassUntilAsync(() => _log.All.Any(), Step);
        await SendAsync(Feed.Queued(_node.Now, "c"));
        _node.Store.AlertsFail = false;

        await UntilAsync(alerts => alerts is [{ Alert.ValueAtRaise: 3 }]);

        Assert.Contains("AlertsNotEvaluated: tenant default", _log.All.First(), StringComparison.Ordinal);
    }

    private void Evaluate()
    {
        _stop = new CancellationTokenSource();
        var feeds = new AlertFeeds(_node.Store, _node.Time);
        _feed = feeds.Of(TenantId.Default);
        IReadOnlyList<WatchedTarget> targets = [Waiting];
        _evaluating = new AlertKeeper(_node.Board, _node.Store, _ => targets, feeds, _node.Time, _log).RunAsync(_stop.Token);
    }

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _evaluating.InTime());
    }

    private Task SendAsync(params IncomingEvent[] events)
    {
        var first = _sequence + 1;
        _sequence += events.Length;
        return _session.SendAsync(Feed.From(first, events));
    }

    private int StoredCount() => _node.Store.Alerts.ReadOpenAsync(TenantId.Default, default).Result.Alerts.Count;

    private async Task<AlertEntry> UntilAsync(Func<IReadOnlyList<AlertEntry>, bool> isSo)
    {
        List<AlertEntry> alerts = [];
        await _node.PassUntilAsync(() => isSo(alerts = Read()), Step).InTime();
        return alerts[0];
    }

    private List<AlertEntry> Read()
        => [.. _feed.ReadBeforeAsync(long.MaxValue, isOpenOnly: false, default).ToBlockingEnumerable()];

    private sealed class Lines : ILogger<AlertKeeper>
    {
        private readonly LogLines _lines = new();

        public IReadOnlyList<string> All => _lines.Lines;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => _lines.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
            => _lines.Log(logLevel, eventId, state, exception, formatter);
    }
}
