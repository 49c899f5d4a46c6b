using CallCenter.Core.Identity;
using CallCenter.Engine.Ingest;
using CallCenter.Storage.Embedded;
using Microsoft.Extensions.Time.Testing;

namespace CallCenter.Engine.Tests;

/// <summary>A running engine over the embedded store, with a clock that is set by hand.</summary>
internal sealed class ClockedNode : Node
{
    public static readonly DateTimeOffset Start = new(2026, 6, 15, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Commits follow one another at once: a spacing would wait for the clock.</summary>
    public static readonly EngineOptions Options = new() { CommitSpacing = TimeSpan.Zero };

    private readonly EngineOptions _options;
    private readonly ErrorLog _errors;

    private ClockedNode(TroubledStore store, EngineOptions options, FakeTimeProvider time, ErrorLog errors)
        : base(store, options, time, errors) => (Store, Time, _options, _errors) = (store, time, options, errors);

    /// <inheritdoc cref="ErrorLog.Limits"/>
    public LogLines LimitLog => _errors.Limits;

    public FakeTimeProvider Time { get; }
    public TroubledStore Store { get; }
    public Instant Now => Instant.FromDateTimeOffset(Time.GetUtcNow());

    public static async Task<ClockedNode> StartAsync(EngineOptions? options = null, string? directory = null, DateTimeOffset? now = null)
    {
        var time = new FakeTimeProvider(now ?? Start);
        var durability = directory is null ? Durability.Memory : Durability.Interval;
        var store = new EmbeddedMetricStore(new EmbeddedStoreOptions { Directory = directory ?? "", Durability = durability }, time);
        var node = new ClockedNode(new TroubledStore(store), options ?? Options, time, new ErrorLog());
        await node.Board.Ready.InTime();
        return node;
    }

    public Task<SourceSession> OpenAsync(string source = "pbx") => OpenAsync(new SourceId(TenantId.Default, source));

    public PublishLanes Lanes() => new(Sessions, _options, Time);

    public async Task AssertCountsAsync(long[] expected, params string[] kpis)
    {
        var counts = new long[kpis.Length];
        for (var i = 0; i < kpis.Length; i++) counts[i] = await CountAsync(kpis[i]);
        Assert.Equal(expected, counts);
    }

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

    /// <summary>Advances the clock in steps until something has happened: a loop may not be waiting for the clock yet.</summary>
    public async Task PassUntilAsync(Func<bool> isSo, TimeSpan step)
    {
        while (!isSo())
        {
            Time.Advance(step);
            // Answered after the tick.
            await AskAsync(Selectors.Of("contacts_offered"));
        }
    }

    public Task PassUntilAsync(Task happened, TimeSpan step)
    {
        return PassAsync().InTime();

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

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Assert.Equal([], _errors.Errors);
    }
}
