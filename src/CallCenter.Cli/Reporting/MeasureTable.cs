namespace CallCenter.Cli;

/// <summary>The improvement measures, each with the values of its KPI before and after.</summary>
internal sealed class MeasureTable(ReportContext report)
{
    public async Task<ReportTable> MakeAsync(IReadOnlyList<Measure> measures)
    {
        ReportWords words = report.Words;
        List<ReportCell[]> rows = [];
        foreach (Measure measure in measures)
        {
            (string name, ReportCell before, ReportCell after, string change) = await CompareAsync(measure);
            rows.Add(
            [
                measure.Text, measure.Owner, measure.Start is { } start ? $"{start:yyyy-MM-dd}" : "", measure.Due, measure.Progress, name,
                before, after, change, measure.Remark,
            ]);
        }
        return new ReportTable("measures", words.Measures,
        [
            new("measure", words.Measure), new("owner", words.Owner), new("start", words.Start), new("due", words.Due),
            new("progress", words.Progress), new("kpi", words.Indicator), new("before", words.Before, IsNumber: true),
            new("after", words.After, IsNumber: true), new("change", words.Change, IsNumber: true), new("remark", words.Remark),
        ], rows, [words.MeasuresNote]);
    }

    private async Task<(string Name, ReportCell Before, ReportCell After, string Change)> CompareAsync(Measure measure)
    {
        if (measure.Kpi is null)
            return ("", "", "", "");
        PeriodValues now = await report.ReadAsync(report.Period, [measure.Kpi]);
        string name = report.Name(now.Columns[0]);
        if (measure.Start is not { } start)
            return (name, ReportContext.Cell(now.Find([], 0), now.End), "", "");
        PeriodValues then = await report.ReadAsync((report.Period with { Day = start }).Previous, [measure.Kpi]);
        ReportCell before = ReportContext.Cell(then.Find([], 0), then.End);
        bool isAfter = now.Start > then.Start;
        return isAfter
            ? (name, before, ReportContext.Cell(now.Find([], 0), now.End), ReportContext.Change(now.Find([], 0), then.Find([], 0)))
            : (name, before, ValueText.None, "");
    }
}
