using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Storage;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;
using CallCenter.Engine;
using CallCenter.Engine.Board;
using CallCenter.Engine.Ingest;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Storage.Tests;

/// <summary>An engine over a store, running, as in a server.</summary>
internal sealed class Node : IAsyncDisposable
{
    private static readonly KpiDefinition Offered = KpiCatalog.Find("contacts_offered")!;

    private static readonly Selector AllOffered = new Selector(
        TenantId.Default, "all", [new Column(Offered, Offered.Variants[0], default)], [], [],
            new SlidingWindow(TimeSpan.FromHours(24))).Complete();

    private static readonly Selector OfferedByQueue = new Selector(
        TenantId.Default, "by queue", [new Column(Offered, Offered.Variants[0], default)], [Dimension.Parse("queue")!], [],
            new SlidingWindow(TimeSpan.FromHours(1))).Complete();

    private readonly IMetricStore _store;
    private readonly KpiBoard _board;
    private readonly SourceSessions _sessions;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task[] _running;

    private Node(IMetricStore store, FloorOptions? floor)
    {
        var options = new EngineOptions { FoldInterval = TimeSpan.FromSeconds(1), Floor = floor ?? new() };
        _store = store;
        _board = new KpiBoard(store, options, TimeProvider.System, Guid.NewGuid(), NullLogger<KpiBoard>.Instance);
        _sessions = new SourceSessions(store, _board, options, TimeProvider.System, NullLogger<SourceSessions>.Instance);
        _running = [_board.RunAsync(_stop.Token), _sessions.RunAsync(_stop.Token)];
    }

    public static async Task<Node> StartAsync(IMetricStore store, FloorOptions? floor = null)
    {
        var node = new Node(store, floor);
        await node._board.Ready.InTime();
        return node;
    }

    public Task<SourceSession> OpenAsync(SourceId source) => _sessions.OpenAsync(source, default).InTime();

    /// <summary>Sends visits as events first to last.</summary>
    public static async Task SendAsync(SourceSession session, int first, int last)
    {
        var now = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());
        var traits = new VisitTraits("sales", Channel.Phone, Direction.Inbound, "", "", "", "");
        var events = Enumerable.Range(first, last - first + 1)
            .Select(i => new IncomingEvent(new VisitQueued($"v{i}", $"v{i}", traits) { OccurredAt = now }, null));
        Assert.True(await session.PostAsync(new SequencedBatch(new Sequence(first), [.. events]), default));
    }

    /// <summary>Sends, and waits for the ack of the last.</summary>
    public static async Task CountAsync(SourceSession session, int first, int last)
    {
        await SendAsync(session, first, last);
        var committed = 0L;
        while (committed < last)
        {
            var notice = await session.NextAckAsync().AsTask().InTime();
            session.AckWritten(notice!);
            committed = notice!.Committed.Value;
        }
    }

    /// <summary>Number of contacts that the board shows for the last day.</summary>
    public async Task<long> OfferedAsync()
    {
        var state = await _board.SnapshotAsync(AllOffered, default).InTime();
        return state.Rows.Count == 0 ? 0 : state.Rows[0].Values[0].A;
    }

    /// <summary>Contacts offered in the last hour by queue, as the board shows them.</summary>
    public async Task<string> OfferedByQueueAsync()
    {
        var state = await _board.SnapshotAsync(OfferedByQueue, default).InTime();
        return string.Join(' ', state.Rows.Select(r => $"{r.Labels[0]}:{r.Values[0].A}"));
    }

    public async ValueTask DisposeAsync()
    {
        await _sessions.DrainAsync(default).InTime();
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(_running)).InTime();
        await _store.DisposeAsync();
    }
}
