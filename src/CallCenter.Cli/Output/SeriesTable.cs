using System.Globalization;
using CallCenter.Core.Identity;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using Spectre.Console;

namespace CallCenter.Cli;

/// <summary>A series as text: a row for each group and interval; then its time, its zone and what is incomplete.</summary>
internal static class SeriesTable
{
    public static void Write(IAnsiConsole console, QuerySeriesResponse series, QuerySeriesRequest request)
    {
        TimeZoneInfo zone = ZoneOf(series.TimeZone);
        var table = new Table { Border = TableBorder.Simple };
        foreach (string dimension in request.Selector.GroupBy)
            table.AddColumn(new TableColumn(Cell(dimension)).NoWrap());
        table.AddColumn(new TableColumn(Cell("from")).NoWrap());
        foreach (KpiRef kpi in request.Selector.Kpis)
            table.AddColumn(new TableColumn(Cell(KpiRefText.Format(kpi))).RightAligned());
        string format = request.IntervalCase == QuerySeriesRequest.IntervalOneofCase.Period ? "yyyy-MM-dd ddd" : "yyyy-MM-dd HH:mm";
        DateTimeOffset asOf = series.AsOfTime.ToDateTimeOffset();
        foreach (SeriesRow row in series.Rows)
        {
            for (int i = 0; i < series.Intervals.Count; i++)
            {
                SeriesInterval interval = series.Intervals[i];
                string from = Text(interval.StartTime, zone, format) + (interval.EndTime > series.AsOfTime ? " (so far)" : "");
                table.AddRow(
                    [.. row.Labels.Select(Cell), Cell(from), .. row.Columns.Select(c => Cell(ValueText.Format(c.Values[i], asOf)))]);
            }
        }
        console.Write(table);
        console.WriteLine($"as of {Text(series.AsOfTime, zone, "yyyy-MM-dd HH:mm:ss")}, {SafeText.Escape(series.TimeZone)}");
        if (series.Completeness?.KeptFromTime is { } kept)
            console.WriteLine($"partial: counts are kept from {Text(kept, zone, "yyyy-MM-dd HH:mm:ss")} on");
    }

    // A server may know a zone that this machine does not.
    private static TimeZoneInfo ZoneOf(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    private static string Text(Timestamp time, TimeZoneInfo zone, string format)
        => TimeZoneInfo.ConvertTime(time.ToDateTimeOffset(), zone).ToString(format, CultureInfo.InvariantCulture);

    private static Text Cell(string text) => new(SafeText.Escape(text));
}
