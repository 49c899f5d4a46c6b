using System.Globalization;
using CallCenter.Core.Identity;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using Spectre.Console;

namespace CallCenter.Cli;

/// <summary>A series as text: a row for each group and interval; then its time, its zone and what is incomplete.</summary>
internal static class SeriesTable
{
    /// <param name="names">Names the columns.</param>
    public static void Write(IAnsiConsole console, QuerySeriesResponse series, QuerySeriesRequest request, BoardTable names)
    {
        TimeZoneInfo zone = ZoneOf(series.TimeZone);
        var table = new FittedTable(
        [
            .. request.Selector.GroupBy.Select(dimension => new FittedTable.Column(names.Heading(dimension), IsKey: true)),
            new("from", IsKey: true),
            .. request.Selector.Kpis.Select((_, i) =>
                new FittedTable.Column(names.Heading(series.Columns, request.Selector, i), IsNumber: true)),
        ]);
        string format = request.IntervalCase == QuerySeriesRequest.IntervalOneofCase.Period ? "yyyy-MM-dd ddd" : "yyyy-MM-dd HH:mm";
        DateTimeOffset asOf = series.AsOfTime.ToDateTimeOffset();
        foreach (SeriesRow row in series.Rows)
        {
            for (int i = 0; i < series.Intervals.Count; i++)
            {
                SeriesInterval interval = series.Intervals[i];
                string from = Text(interval.StartTime, zone, format) + (interval.EndTime > series.AsOfTime ? " (so far)" : "");
                table.Add([.. row.Labels, from, .. row.Columns.Select(column => ValueText.Format(column.Values[i], asOf))]);
            }
        }
        table.Write(console);
        console.WriteLine($"as of {Text(series.AsOfTime, zone, "yyyy-MM-dd HH:mm:ss")}, {SafeText.Escape(series.TimeZone)}");
        if (series.Completeness?.KeptFromTime is { } kept)
            console.WriteLine($"partial: counts are kept from {Text(kept, zone, "yyyy-MM-dd HH:mm:ss")} on");
    }

    // A server may know a zone that this machine does not.
    private static TimeZoneInfo ZoneOf(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    private static string Text(Timestamp time, TimeZoneInfo zone, string format)
        => TimeZoneInfo.ConvertTime(time.ToDateTimeOffset(), zone).ToString(format, CultureInfo.InvariantCulture);
}
