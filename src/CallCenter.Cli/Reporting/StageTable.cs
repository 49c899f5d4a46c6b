using System.Globalization;
using CallCenter.V1;

namespace CallCenter.Cli;

/// <summary>Table 2: how long each stage of a contact takes, and where it takes longest.</summary>
internal sealed class StageTable(ReportContext report, string by)
{
    private const int SlowestMax = 2;

    public async Task<ReportTable> MakeAsync()
    {
        ReportWords words = report.Words;
        string[] specs = [.. ReportKpis.Stages, .. ReportKpis.Spans];
        List<ReportCell[]> rows = [];
        (PeriodValues now, KpiRef[] kpis) = await ReadAsync(specs);
        PeriodValues? groups = await GroupsAsync(kpis);
        double whole = ReportKpis.Stages.Sum(spec => Seconds(now.Find([], Array.IndexOf(specs, spec))));
        for (int i = 0; i < specs.Length; i++)
        {
            KpiValue mean = now.Find([], i);
            if (!mean.HasNumber)
                continue;
            rows.Add(
            [
                report.Name(now.Columns[i]), ReportContext.Cell(mean, now.End), .. Quantiles(now, specs.Length, i, []),
                Share(ReportKpis.Stages.Contains(specs[i]) ? Seconds(mean) / whole : double.NaN), Slowest(groups, i),
            ]);
        }
        rows.AddRange(await WorkflowAsync());
        return new ReportTable("stages", words.Stages,
        [
            new("stage", words.Stage), new("mean", words.Mean, IsNumber: true), new("p50", "p50", IsNumber: true),
            new("p90", "p90", IsNumber: true), new("share", words.Share, IsNumber: true), new("slowest", words.Slowest),
        ], rows, [words.StagesNote]);
    }

    /// <summary>The stages that a workflow reports, by name.</summary>
    private async Task<IEnumerable<ReportCell[]>> WorkflowAsync()
    {
        PeriodValues now = await report.ReadAsync(report.Period, WithQuantiles([KpiRefText.Parse(ReportKpis.Workflow)]), "reason");
        double whole = now.Rows.Sum(row => Seconds(row.Values[0]));
        return now.Rows.Where(row => row.HasValue(0)).Select(row => (ReportCell[])
        [
            $"{report.Name(now.Columns[0])}: {report.Label(row.Labels[0])}", ReportContext.Cell(row.Values[0], now.End),
            .. Quantiles(now, 1, 0, row.Labels), Share(Seconds(row.Values[0]) / whole), "",
        ]);
    }

    private async Task<(PeriodValues Values, KpiRef[] Kpis)> ReadAsync(string[] specs)
    {
        KpiRef[] kpis = [.. specs.Select(KpiRefText.Parse)];
        return (await report.ReadAsync(report.Period, WithQuantiles(kpis)), kpis);
    }

    private async Task<PeriodValues?> GroupsAsync(KpiRef[] kpis) =>
        kpis.Any(kpi => report.HasDimension(kpi, by)) ? await report.ReadAsync(report.Period, kpis, by) : null;

    // The means, then the medians, then the 90th percentiles; a mean once more where there are none.
    private IEnumerable<KpiRef> WithQuantiles(KpiRef[] kpis) =>
        [.. kpis, .. kpis.Select(kpi => At(kpi, 0.5)), .. kpis.Select(kpi => At(kpi, 0.9))];

    private KpiRef At(KpiRef kpi, double quantile)
    {
        KpiDefinition? definition = report.Catalogue.Kpis.FirstOrDefault(known => known.Id == kpi.Id);
        bool has = definition?.Variants.FirstOrDefault(variant => variant.Id == kpi.Variant)?.Quantiles ?? definition?.Quantiles ?? false;
        KpiRef at = kpi.Clone();
        if (has)
            at.Quantile = quantile;
        return at;
    }

    private static IEnumerable<ReportCell> Quantiles(PeriodValues now, int count, int column, IEnumerable<string> labels) =>
        new[] { column + count, column + 2 * count }.Select(at =>
            now.Columns[at].Kpi.HasQuantile ? ReportContext.Cell(now.Find(labels, at), now.End) : new ReportCell(ValueText.None));

    private ReportCell Slowest(PeriodValues? groups, int column)
    {
        if (groups is null || groups.Rows.All(row => row.Values[column].NoValueReason == NoValueReason.NotApplicable))
            return ReportContext.NotApplicable;
        return string.Join(", ", groups.Rows.Where(row => row.HasValue(column)).OrderByDescending(row => row.Values[column].Number)
            .Take(SlowestMax).Select(row => $"{report.Label(row.Labels[0])} {ValueText.Format(row.Values[column], groups.End)}"));
    }

    private static double Seconds(KpiValue value) => value.Mean?.Total?.ToTimeSpan().TotalSeconds ?? 0;

    private static ReportCell Share(double share) => double.IsFinite(share)
        ? new ReportCell(string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.0}%"), share)
        : new ReportCell(ValueText.None);
}
