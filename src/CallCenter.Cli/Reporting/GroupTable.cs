using CallCenter.V1;

namespace CallCenter.Cli;

/// <summary>Table 3: volume and results of each group, and the stage that holds it up most.</summary>
internal sealed class GroupTable(ReportContext report, string by)
{
    private static readonly string[] Kpis = ReportKpis.Groups;

    public async Task<ReportTable> MakeAsync()
    {
        ReportWords words = report.Words;
        KpiRef[] kpis = [.. Kpis.Concat(ReportKpis.Delays).Distinct().Select(KpiRefText.Parse)];
        PeriodValues groups = await report.ReadAsync(report.Period, kpis, by);
        PeriodValues all = await report.ReadAsync(report.Period, kpis);
        int[] shown = [.. Enumerable.Range(0, Kpis.Length).Where(i => groups.Rows.Any(row => row.Values[i].HasNumber))];
        string missing = string.Join(", ", Enumerable.Range(0, Kpis.Length).Except(shown).Select(i => report.Name(groups.Columns[i])));
        IEnumerable<ReportCell[]> rows = groups.Rows
            .Where(row => shown.Any(row.HasValue))
            .OrderByDescending(row => row.Values[0].Count + row.Values[1].Count)
            .Select(row => (ReportCell[])
            [
                report.Label(row.Labels[0]), .. shown.Select(i => ReportContext.Cell(row.Values[i], groups.End)), MainDelay(row, all, kpis),
            ]);
        return new ReportTable("groups", $"{words.By} {report.Dimension(by)}",
        [
            new(by, report.Dimension(by)),
            .. shown.Select(i => new ReportColumn(groups.Columns[i].Spec, report.Name(groups.Columns[i]), IsNumber: true)),
            new("main_delay", words.MainDelay),
        ], [.. rows], missing.Length == 0 ? [words.MainDelayNote] : [words.MainDelayNote, $"{words.WithoutValue}: {missing}"]);
    }

    private string MainDelay(PeriodRow row, PeriodValues all, KpiRef[] kpis)
    {
        var (excess, column) = ReportKpis.Delays.Select(stage => Array.FindIndex(kpis, kpi => KpiRefText.Format(kpi) == stage))
            .Select(i => (Excess: row.Values[i].HasNumber ? row.Values[i].Number - all.Find([], i).Number : 0, Column: i))
            .MaxBy(stage => stage.Excess);
        return excess >= 0.5 ? $"{report.Name(all.Columns[column])} +{ReportContext.Text(excess, all.Columns[column])}" : ValueText.None;
    }
}
