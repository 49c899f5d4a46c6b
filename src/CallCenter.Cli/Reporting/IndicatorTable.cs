using CallCenter.V1;

namespace CallCenter.Cli;

/// <summary>Table 1: each indicator with its formula, source and target, met or not.</summary>
internal sealed class IndicatorTable(ReportContext report, ListTargetsResponse targets)
{
    private readonly List<ReportCell[]> _rows = [];
    private readonly List<string> _empty = [];
    private readonly HashSet<Target> _used = [];

    /// <summary>The indicators' values of the period, once the table is made.</summary>
    public PeriodValues? Values { get; private set; }

    /// <param name="kpis">The indicators.</param>
    /// <param name="areAsked">Somebody named them: those without a value have rows as well.</param>
    public async Task<ReportTable> MakeAsync(IReadOnlyList<KpiRef> kpis, bool areAsked)
    {
        ReportWords words = report.Words;
        PeriodValues now = Values = await report.ReadAsync(report.Period, kpis);
        PeriodValues before = await report.ReadAsync(report.Period.Previous, kpis);
        PeriodValues bySource = await report.ReadAsync(report.Period, kpis, "source");
        for (int i = 0; i < now.Columns.Count; i++)
            AddTotal(now, before, bySource, i, areAsked);
        foreach (Target target in targets.Targets.Where(target => !_used.Contains(target)))
            await AddScopedAsync(target);
        return new ReportTable("indicators", words.Indicators,
        [
            new("indicator", words.Indicator), new("formula", words.Formula), new("source", words.Source),
            new("target", words.Target, IsNumber: true), new("actual", words.Actual, IsNumber: true), new("met", words.Attainment),
            new("remark", words.Remark),
        ], _rows, _empty.Count == 0 ? [] : [$"{words.WithoutValue}: {string.Join(", ", _empty)}"]);
    }

    private void AddTotal(PeriodValues now, PeriodValues before, PeriodValues bySource, int i, bool isAsked)
    {
        KpiColumn column = now.Columns[i];
        Target? target = targets.Targets.FirstOrDefault(
            one => one.Column.Spec == column.Spec && one.Where.Count == 0 && one.GroupBy.Count == 0);
        if (target is not null)
            _used.Add(target);
        KpiValue value = now.Find([], i);
        if (!value.HasNumber && target is null && !isAsked)
        {
            _empty.Add(report.Name(column));
            return;
        }
        string sources = string.Join(", ", bySource.Rows.Where(row => row.HasValue(i)).Select(row => report.Label(row.Labels[0])));
        Add(report.Name(column), sources, column, target, now, value, before.Find([], i));
    }

    /// <summary>A target of some of the contacts, or of each group for itself.</summary>
    private async Task AddScopedAsync(Target target)
    {
        ReportContext scoped = report with { Where = [.. report.Where, .. target.Where] };
        KpiRef[] kpis = [target.Column.Kpi];
        PeriodValues now = await scoped.ReadAsync(report.Period, kpis, target.GroupBy);
        PeriodValues before = await scoped.ReadAsync(report.Period.Previous, kpis, target.GroupBy);
        foreach (PeriodRow row in now.Rows)
        {
            IEnumerable<string> filters = target.Where.Select(filter => string.Join("/", filter.Values));
            string[] of = [.. filters, .. row.Labels.Select(report.Label)];
            string name = of.Length > 0 ? $"{report.Name(now.Columns[0])}: {string.Join(", ", of)}" : report.Name(now.Columns[0]);
            Add(name, "", now.Columns[0], target, now, row.Values[0], before.Find(row.Labels, 0));
        }
    }

    private void Add(
        string name, string sources, KpiColumn column, Target? target, PeriodValues now, KpiValue value, KpiValue before)
    {
        ReportWords words = report.Words;
        TargetVerdict? verdict = target is null ? null : TargetVerdict.Of(target, value, now);
        List<string> remarks = [];
        if (verdict?.Gap is { } gap)
            remarks.Add($"{words.Gap} {(gap > 0 ? "+" : "")}{ReportContext.Text(gap, column)}");
        if (verdict is { IsSampleSmall: true })
            remarks.Add($"{words.FewerThan} {target!.SampleMin}");
        if (target?.Hours is { } hours)
            remarks.Add($"{words.OnlyIn} {hours.Calendar}{(hours.Band.Length > 0 ? "/" : "")}{hours.Band}");
        if (before.HasNumber)
        {
            string change = ReportContext.Change(value, before);
            remarks.Add($"{words.Previous} {ValueText.Format(before, now.Start)}{(change.Length > 0 ? $" ({change})" : "")}");
        }
        _rows.Add(
        [
            name, report.Formula(column), sources,
            target is null ? "" : ReportContext.Limit(target, column),
            ReportContext.Cell(value, now.End), verdict is null ? "" : words.Of(verdict.Status), string.Join("; ", remarks),
        ]);
    }
}
