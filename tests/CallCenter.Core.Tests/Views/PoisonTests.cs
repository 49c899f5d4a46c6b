using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Views;

/// <summary>Values of absurd size, and formulas that fail, cost their column its value, and nothing else.</summary>
public sealed class PoisonTests
{
    private static readonly Instant Now = new(1_800_000_000_000);
    private static readonly KpiArguments Arguments = new(WaitThresholds.Standard);
    private readonly RowHistory _row = new(new SourceId(TenantId.Default, "pbx"), new RowKey(RowKind.Contact), new SeriesArena());

    [Theory]
    [InlineData(long.MaxValue / 2, 3)]
    [InlineData(315_576_000_000_001, 1)]
    public void Sum_out_of_range_is_no_value_with_a_reason_and_the_other_columns_keep_theirs(long talkMs, int times)
    {
        for (var i = 0; i < times; i++) _row.Add(SlotAgo(10), Measure.Talk, talkMs);
        _row.Add(SlotAgo(10), Measure.Completed, 2);
        _row.Add(SlotAgo(10), Measure.Offered, 3);
        Assert.Equal(
            [KpiValue.NoValue(NoValueReason.OutOfRange), KpiValue.Count(3)], Evaluate(Of("avg_handle_time"), Of("contacts_offered")));
    }

    [Fact]
    public void Value_returns_after_the_cause_has_left_the_window()
    {
        foreach (var _ in Enumerable.Range(0, 3)) _row.Add(SlotAgo(120), Measure.Talk, long.MaxValue / 2);
        _row.Add(SlotAgo(10), Measure.Talk, 60_000);
        _row.Add(SlotAgo(10), Measure.Completed, 2);
        Assert.Equal([KpiValue.Mean(60_000, 2)], Evaluate(Of("avg_handle_time")));
    }

    [Fact]
    public void Failing_formula_affects_only_its_own_column_and_is_kept_for_the_log()
    {
        _row.Add(SlotAgo(10), Measure.Offered, 3);
        var defect = new InvalidCastException("A defect.");
        var offered = Of("contacts_offered");
        var failing = offered with { Variant = offered.Variant with { Formula = Formula.Count(new FailingTerm(defect)) } };
        Assert.Equal([KpiValue.NoValue(NoValueReason.FormulaFailed), KpiValue.Count(3)], Evaluate(failing, offered));
        var view = ViewOf(isKept: true, failing, offered);
        view.Evaluate(view.WindowAt(Now));
        Assert.Same(defect, view.Defect);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_kpi_of_rows_full_of_absurd_values_can_be_evaluated(bool isKept)
    {
        foreach (var measure in Enum.GetValues<Measure>())
        {
            foreach (var value in new[] { long.MaxValue, 1, long.MaxValue, long.MinValue }) _row.Add(SlotAgo(10), measure, value);
        }
        foreach (var gauge in Enum.GetValues<Gauge>())
        {
            _row.Add(SlotAgo(10), gauge.Number(), long.MaxValue);
            _row.Add(SlotAgo(10), gauge.Moment(), long.MaxValue);
        }
        var columns = KpiCatalog.All.SelectMany(k => k.Variants.Select(v => new Column(k, v, Arguments))).ToArray();
        var view = ViewOf(isKept, columns);
        view.Evaluate(view.WindowAt(Now));
        Assert.Null(view.Defect);
    }

    private sealed record FailingTerm(Exception Defect) : Term(WaitLimit.None)
    {
        public override string Text => "failing";
        public override IReadOnlyList<Measure> Measures => [Measure.Offered];
        public override long Of(Tally tally, int limit) => throw Defect;
    }

    private static uint SlotAgo(int seconds) => (uint)(Now.UnixSeconds - seconds);

    private static Column Of(string kpi)
    {
        var definition = KpiCatalog.Find(kpi)!;
        return new Column(definition, definition.Variants[0], Arguments);
    }

    private View ViewOf(bool isKept, params Column[] columns)
    {
        var selector = new Selector(TenantId.Default, "poison", columns, [], [], new SlidingWindow(TimeSpan.FromMinutes(1))).Complete();
        var rows = new WatchedRows();
        rows.Add(_row);
        var groups = new Grouping(selector, rows);
        groups.Add(_row);
        return new View(selector, groups, isKept);
    }

    private KpiValue[] Evaluate(params Column[] columns)
    {
        var (plain, kept) = (ViewOf(isKept: false, columns), ViewOf(isKept: true, columns));
        var values = plain.Evaluate(plain.WindowAt(Now)).Groups.Single().Values;
        Assert.Equal(values, kept.Evaluate(kept.WindowAt(Now)).Groups.Single().Values);
        return values;
    }
}
