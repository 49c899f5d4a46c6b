using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using CallCenter.Core.Views;
using CallCenter.Engine;
using CallCenter.Engine.Board;
using CallCenter.Engine.Ingest;
using CallCenter.Engine.Limits;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CallCenter.Testing;

/// <summary>A running engine over a store, as in a server.</summary>
public class Node : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly IMetricStore _store;
    private readonly Task _running;

    /// <param name="time">The system's clock by default.</param>
    /// <param name="log">Nothing is logged by default.</param>
    protected Node(IMetricStore store, EngineOptions options, TimeProvider? time = null, ILoggerFactory? log = null)
    {
        (_store, time, log) = (store, time ?? TimeProvider.System, log ?? NullLoggerFactory.Instance);
        var overLimits = new OverLimitLog(time, log.CreateLogger<OverLimitLog>());
        Board = new KpiBoard(store, options, overLimits, time, Guid.NewGuid(), log.CreateLogger<KpiBoard>());
        Sessions = new SourceSessions(store, Board, options, time, log.CreateLogger<SourceSessions>());
        _running = Task.WhenAll(Board.RunAsync(_stop.Token), Sessions.RunAsync(_stop.Token));
    }

    public KpiBoard Board { get; }
    public SourceSessions Sessions { get; }

    public static async Task<Node> StartAsync(IMetricStore store, EngineOptions options)
    {
        var node = new Node(store, options);
        await node.Board.Ready.InTime();
        return node;
    }

    public Task<SourceSession> OpenAsync(SourceId source) => Sessions.OpenAsync(source, CancellationToken.None).InTime();

    public Task<BoardState> AskAsync(Selector selector) => Board.SnapshotAsync(selector, CancellationToken.None).InTime();

    /// <summary>The first number of a KPI's total; 0 without a row.</summary>
    public async Task<long> CountAsync(string kpi)
        => (await AskAsync(Selectors.Of(kpi))).Rows.Select(row => row.Values.Single().A).SingleOrDefault();

    /// <summary>Stops as a server does: sessions end after the commit of the events that they received.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Sessions.DrainAsync(CancellationToken.None).InTime();
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running.InTime());
        await _store.DisposeAsync();
        _stop.Dispose();
    }
}
