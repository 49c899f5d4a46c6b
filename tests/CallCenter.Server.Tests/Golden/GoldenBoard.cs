using System.Globalization;
using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;
using CallCenter.Core.Storage;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;
using CallCenter.Engine;
using CallCenter.Engine.Limits;
using Microsoft.Extensions.Logging.Abstractions;
using CoreSelector = CallCenter.Core.Views.Selector;
using CoreWindow = CallCenter.Core.Windows.Window;

namespace CallCenter.Server.Tests.Golden;

/// <summary>All KPIs of a store at the golden history's end, as lines of text: a line a group, a value a column ("-": none).</summary>
internal static class GoldenBoard
{
    private static readonly KpiArguments Arguments = new(WaitThresholds.IndexOf(TimeSpan.FromSeconds(20)));

    private static readonly (string Name, CoreWindow Window)[] Windows =
    [
        ("10m", new SlidingWindow(TimeSpan.FromMinutes(10))), ("2h", new SlidingWindow(TimeSpan.FromHours(2))),
        ("48h", new SlidingWindow(TimeSpan.FromHours(48))), ("8d", new SlidingWindow(TimeSpan.FromDays(8))),
        ("midnight", PeriodWindow.Today(TimeZoneInfo.Utc)), ("interval", new IntervalWindow(TimeSpan.FromMinutes(15),
            IsPrevious: true)),
    ];

    private static readonly string[] Groupings =
        ["", "queue", "agent", "team,seniority", "channel,direction", "customer_tier,issue_type,complexity", "reason", "source",
            "tag.campaign"];

    /// <summary>Every column there is today; a golden store names those of its own time.</summary>
    public static string[] AllColumns { get; } = [.. KpiCatalog.All.SelectMany(k => k.Variants.Select(v => $"{k.Id}:{v.Id}"))];

    public static async Task<List<string>> ReadAsync(IMetricStore store, string[] columns)
    {
        using var stop = new CancellationTokenSource();
        var clock = new StandingClock { Now = GoldenHistory.End };
        var board = new Engine.Board.KpiBoard(
            store, new EngineOptions(), new OverLimitLog(clock, NullLogger.Instance), clock, Guid.NewGuid(),
            NullLogger<Engine.Board.KpiBoard>.Instance);
        var running = board.RunAsync(stop.Token);
        await board.Ready.WaitAsync(Waits.Limit);
        var lines = new List<string> { string.Join(' ', columns) };
        foreach (var (name, window) in Windows) lines.AddRange(await ReadAsync(board, columns, "", name, window));
        foreach (var grouping in Groupings.Skip(1)) lines.AddRange(await ReadAsync(board, columns, grouping, "48h", Windows[2].Window));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        return lines;
    }

    private static async Task<IEnumerable<string>> ReadAsync(
        Engine.Board.KpiBoard board, string[] columns, string grouping, string name, CoreWindow window)
    {
        var selector = new CoreSelector(TenantId.Default, $"{name} {grouping}", [.. columns.Select(ColumnOf)],
            [.. grouping.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(d => Dimension.Parse(d)!)], [], window).Complete();
        var state = await board.SnapshotAsync(selector, CancellationToken.None).WaitAsync(Waits.Limit);
        var gaps = state.Completeness.Gaps.Select(g => $"{g.Source}:{g.From.UnixMs}..{g.To.UnixMs}");
        return
        [
            Text($"= {name} by {grouping}, newest {state.Completeness.Newest?.UnixMs}, gaps {string.Join(' ', gaps)}"),
            .. state.Rows.Select(r => $"[{string.Join('|', r.Labels)}] {string.Join(' ', r.Values.Select(Text))}"),
        ];
    }

    private static Column ColumnOf(string name)
    {
        var kpi = KpiCatalog.Find(name.Split(':')[0])!;
        return new Column(kpi, kpi.FindVariant(name.Split(':')[1])!, Arguments);
    }

    private static string Text(KpiValue value) => value.Kind switch
    {
        KpiValueKind.None => "-",
        _ => Text($"{value.A}{(value.B == 0 ? "" : Text($"/{value.B}"))}"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
