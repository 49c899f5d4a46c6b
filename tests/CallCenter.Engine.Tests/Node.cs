using CallCenter.Core.Identity;
using CallCenter.Core.Views;
using CallCenter.Engine.Board;
using CallCenter.Engine.Ingest;
using CallCenter.Storage.Embedded;
using Microsoft.Extensions.Time.Testing;

namespace CallCenter.Engine.Tests;

/// <summary>A running engine over the embedded store, with a clock that is set by hand.</summary>
internal sealed class Node : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 6, 15, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Commits follow one another at once: a spacing would wait for the clock.</summary>
    public static readonly EngineOptions Options = new() { CommitSpacing = TimeSpan.Zero };

    private readonly CancellationTokenSource _stop = new();
    private readonly ErrorLog<KpiBoard> _boardLog = new();
    private readonly ErrorLog<SourceSessions> _sessionsLog = new();
    private readonly EngineOptions _options;
    private readonly Task _running;

    private Node(string? directory, EngineOptions options, DateTimeOffset now)
    {
        Time = new FakeTimeProvider(now);
        var durability = directory is null ? Durability.Memory : Durability.Interval;
        Store = new TroubledStore(new EmbeddedMetricStore(
            new EmbeddedStoreOptions { Directory = directory ?? "", Durability = durability }, Time));
        Board = new KpiBoard(Store, options, Time, new Guid(1, 2, 3, new byte[8]), _boardLog);
        Sessions = new SourceSessions(Store, Board, options, Time, _sessionsLog);
        _options = options;
        _running = Task.WhenAll(Board.RunAsync(_stop.Token), Sessions.RunAsync(_stop.Token));
    }

    public FakeTimeProvider Time { get; }
    public TroubledStore Store { get; }
    public KpiBoard Board { get; }
    public SourceSessions Sessions { get; }
    public Instant Now => Instant.FromDateTimeOffset(Time.GetUtcNow());

    public static async Task<Node> StartAsync(EngineOptions? options = null, string? directory = null, DateTimeOffset? now = null)
    {
        var node = new Node(directory, options ?? Options, now ?? Start);
        await node.Board.Ready.Soon();
        return node;
    }

    public Task<SourceSession> OpenAsync(string source = "pbx") => Sessions.OpenAsync(new SourceId(TenantId.Default, source),
        CancellationToken.None).Soon();

    public PublishLanes Lanes() => new(Sessions, _options, Time);

    public async Task<long> CountAsync(string kpi) => (await AskAsync(Selectors.Of(kpi))).Rows.Single().Values.Single().A;

    public async Task AssertCountsAsync(long[] expected, params string[] kpis)
    {
        var counts = new long[kpis.Length];
        for (var i = 0; i < kpis.Length; i++) counts[i] = await CountAsync(kpis[i]);
        Assert.Equal(expected, counts);
    }

    public Task<BoardState> AskAsync(Selector selector) => Board.SnapshotAsync(selector, CancellationToken.None).Soon();

    /// <summary>Every value of every group, as text; at a later time: with the clock set there and nothing happening until then.</summary>
    public async Task<IReadOnlyList<string>> AllValuesAsync(DateTimeOffset? later = null)
    {
        if (later is { } time) Time.AdjustTime(time);
        var selector = Selectors.Everything;
        var state = await AskAsync(selector);
        return
        [
            .. state.Rows.SelectMany(row => row.Values.Select((value, i) =>
                $"{string.Join('/', row.Labels)} {selector.Columns[i].Kpi.Id}/{selector.Columns[i].Variant.Id}: {value}")),
        ];
    }

    /// <summary>Lets the time pass in such steps until something has happened: a loop may not be waiting for the clock yet.</summary>
    public Task PassUntilAsync(Task happened, TimeSpan step)
    {
        return PassAsync().Soon();

        async Task PassAsync()
        {
            while (!happened.IsCompleted)
            {
                Time.Advance(step);
                await Task.Yield();
            }
            await happened;
        }
    }

    /// <summary>Stops as a server does: sessions end after what they took is committed.</summary>
    public async ValueTask DisposeAsync()
    {
        await Sessions.DrainAsync(CancellationToken.None).Soon();
        await _stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _running.Soon());
        await Store.DisposeAsync();
        _stop.Dispose();
        Assert.Equal([], _boardLog.Errors.Concat(_sessionsLog.Errors));
    }
}
