using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Settings;
using CallCenter.Core.Tests.Model;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Histories;

/// <summary>Closed hours and days, and what is read of them, against the naive model, which keeps everything.</summary>
public sealed class ArchiveTests
{
    private const long HourMs = 3_600_000, DayMs = 24 * HourMs;

    // Of what is live now: an interval that is over has no value, or, where it is a number in a state, that at its end.
    private static readonly string[] OfNow =
        ["avg_wait_current", "waiting_per_available", "age_of_open", "work_since_break", "estimated_wait_time"];

    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private static readonly string[][] Groupings = [[], ["queue"], ["agent"], ["queue", "agent"], ["source", "channel"], ["reason"]];

    private readonly CoreUnderTest _core = new(["s0", "s1"], targets: ModelTargets.Settings) { Zone = Berlin };
    private readonly List<ModelSource> _model = [new("s0"), new("s1")];
    private readonly List<string> _differences = [];
    private readonly List<Interval> _asked = [];
    private long _nowMs;
    private int _compared;

    [Fact]
    public void Fourteen_months_with_changes_of_the_clock_and_holidays_equal_the_model()
    {
        var dice = new Random(7);
        var events = new CentreYear(Berlin, new DateOnly(2025, 3, 3), days: 425, seed: 11).Events();
        _nowMs = events[0].AtMs;
        var foldMs = _nowMs;
        foreach (var (atMs, source, e) in events)
        {
            for (; foldMs <= atMs; foldMs += dice.NextInt64(2 * HourMs, 30 * HourMs)) Fold(foldMs, reloads: dice.Next(5) == 0);
            _nowMs = atMs;
            Assert.Equal(_model.Single(s => s.Name == source).Apply(e, atMs), _core.Apply(source, e, atMs));
        }
        _nowMs += 12 * DayMs;
        Fold(_nowMs, reloads: true);

        foreach (var at in new[] { "2025-10-26", "2025-12-26", "2026-03-29", "2026-04-14" })
            Compare(new IntervalUnit(null, PeriodUnit.Day, Berlin, default), MsOf(at));
        for (var i = 0; i < 4; i++)
        {
            var hour = new IntervalUnit(TimeSpan.FromHours(1), default, Berlin, default);
            Compare(hour, MsOf("2026-04-14") + dice.NextInt64(-20, 4) * HourMs);
        }
        Compare(new IntervalUnit(null, PeriodUnit.Week, Berlin, DayOfWeek.Monday), MsOf("2025-10-26"));
        Compare(new IntervalUnit(null, PeriodUnit.Month, Berlin, default), MsOf("2026-03-10"));

        Assert.Equal([], _differences.Take(10));
        Assert.InRange(_compared, 2_000, int.MaxValue);
        Assert.InRange(_core.RetiredCount, 10, int.MaxValue);
        Assert.Contains(_asked, interval => interval.To - interval.From == 23 * 3600);
        Assert.Contains(_asked, interval => interval.To - interval.From == 25 * 3600);
    }

    private void Fold(long atMs, bool reloads)
    {
        _nowMs = atMs;
        foreach (var source in _model)
        {
            source.Advance(atMs);
            _core.Advance(source.Name, atMs);
        }
        _core.Commit();
        _core.Fold(atMs);
        if (!reloads) return;
        _core.Reload();
        foreach (var source in _model) _core.RestoreFloor(source.Name);
    }

    private static long MsOf(string day)
        => DateTimeOffset.Parse($"{day}T12:00Z", System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();

    private void Compare(IntervalUnit unit, long atMs)
    {
        var start = unit.StartAt(new Instant(atMs));
        var interval = new Interval((uint)start.UnixSeconds, (uint)unit.EndOf(start).UnixSeconds);
        _asked.Add(interval);
        var grouping = Groupings[_asked.Count % Groupings.Length];
        var byQueue = grouping.Contains("queue");
        var columns = Columns(grouping);
        var selector = new Selector(
            TenantId.Default, "", columns, [.. grouping.Select(g => Dimension.Parse(g)!)], [], PeriodWindow.Today(Berlin))
        {
            Targets = ModelTargets.Settings,
            Zone = Berlin,
            Costs = new CostRates("CNY", 40, 12.5m),
            AgentLimits = ModelAgent.Limits,
        }.Complete();
        var window = ModelWindow.Past(interval.From * 1000L, interval.To * 1000L, _nowMs);
        foreach (var (labels, values) in _core.Evaluate(new IntervalView(selector), interval, _nowMs))
        {
            var board = new ModelBoard(_model, dims => grouping.Select(dims.ValueOf).SequenceEqual(labels), byQueue, window, Berlin);
            var where = $"[{string.Join(',', labels)}] in {start.ToDateTimeOffset():O}";
            for (var i = 0; i < columns.Count; i++) Compare(columns[i], values[i], board, where);
        }
    }

    private void Compare(Column column, KpiValue value, ModelBoard board, string where)
    {
        _compared++;
        if (column.Arguments.Quantile is { } quantile)
        {
            if (ModelTimes.Quantile(board, column.Kpi.Id, column.Variant.Id, quantile) is var exact && !IsNear(value, exact))
                _differences.Add($"{column.Kpi.Id} at {quantile} of {where} is {value}, the model says {exact}");
            return;
        }
        var expected = new ModelKpis(board, thresholdMs: null).Value(column.Kpi.Id, column.Variant.Id);
        if (value != expected) _differences.Add($"{column.Kpi.Id}/{column.Variant.Id} of {where} is {value}, the model says {expected}");
    }

    private static List<Column> Columns(string[] grouping) =>
    [
        .. from kpi in KpiCatalog.All
           from variant in kpi.Variants
           let column = new Column(kpi, variant, new KpiArguments(KpiArguments.OwnThreshold))
           where column.Kind is not (KpiKind.Gauge or KpiKind.Since) && !OfNow.Contains(kpi.Id) && variant.Id != "with_waiting"
               && (kpi.Id != "reconciliation_residual" || !grouping.Contains("agent"))
           from asked in variant.Distribution is null
               ? new[] { column }
               : [column, column with { Arguments = column.Arguments with { Quantile = 0.9 } }]
           select asked,
    ];

    private static bool IsNear(KpiValue value, long? exact) => exact is { } ms
        ? value.Kind == KpiValueKind.Duration && Math.Abs(value.A - ms) <= 0.008 * ms
        : value == KpiValue.None;
}
