using System.Globalization;
using CallCenter.Client;
using CallCenter.V1;

namespace CallCenter.Cli;

/// <summary>What a report is asked to be.</summary>
/// <param name="Period">As <see cref="ReportPeriod.Parse"/> reads it.</param>
/// <param name="Date">A day of the period as 2026-11-29, or "today"; null: the last period that is over.</param>
/// <param name="Kpis">Null: the usual indicators.</param>
internal sealed record ReportOrder(
    string Period, string? Date, IReadOnlyList<Filter> Where, string By, IReadOnlyList<KpiRef>? Kpis, IReadOnlyList<Measure>? Measures,
    string Language);

/// <summary>Makes a report of the server's answers.</summary>
internal static class ReportMaker
{
    public static async Task<Report> MakeAsync(KpiWatcher watcher, ReportOrder order, DateTimeOffset now, CancellationToken token)
    {
        TimeZoneInfo zone = ZoneOf((await watcher.GetSettingsAsync(token)).TimeZone);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        ReportPeriod period = ReportPeriod.Parse(order.Period, ReportPeriod.TryParseDate(order.Date) ?? today, zone);
        if (order.Date is null)
            period = period.LastOver(now);
        var context = new ReportContext(
            watcher, period, order.Where, await watcher.GetCatalogueAsync(token), order.Language, token);

        var indicators = new IndicatorTable(context, await watcher.ListTargetsAsync(token));
        List<ReportTable> tables =
        [
            await indicators.MakeAsync(order.Kpis ?? [.. SelectorText.Kpis(ReportKpis.Indicators)], order.Kpis is not null),
            await new StageTable(context, order.By).MakeAsync(),
            await new GroupTable(context, order.By).MakeAsync(),
        ];
        if (order.Measures is { } measures)
            tables.Add(await new MeasureTable(context).MakeAsync(measures));
        return new Report(context.Words.Report, [.. Facts(context, indicators.Values!)], tables);
    }

    private static IEnumerable<string> Facts(ReportContext context, PeriodValues values)
    {
        string soFar = values.IsRunning ? $" ({context.Words.SoFar})" : "";
        yield return $"{Time(values.Start)} – {Time(values.End)}{soFar}, {context.Period.Zone.Id}";
        foreach (Filter filter in context.Where)
            yield return $"{context.Dimension(filter.Dimension)}: {string.Join(", ", filter.Values)}";
        yield return $"{context.Words.AsOf} {Time(values.AsOf)}";
        if (values.KeptFrom is { } kept)
            yield return $"{context.Words.Partial} {Time(kept)}";

        string Time(DateTimeOffset time) =>
            TimeZoneInfo.ConvertTime(time, context.Period.Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    private static TimeZoneInfo ZoneOf(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone)
        ? zone
        : throw new FailedException($"this machine does not know the server's time zone {name}; install the time zones of IANA (tzdata)");
}
