using System.Globalization;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Notation;

/// <summary>A series for spreadsheets and scripts: a line for each group and interval, with the columns of <see cref="BoardCsv"/> after the
/// interval's start and end (UTC).</summary>
public static class SeriesCsv
{
    public static void Write(TextWriter output, Selector selector, QuerySeriesResponse series)
    {
        string[] kpis = [.. selector.Kpis.Select(KpiRefText.Format)];
        output.Write(Csv.Row([.. selector.GroupBy, "start", "end", .. kpis, .. kpis.Select(kpi => $"{kpi} text")]));
        DateTimeOffset asOf = series.AsOfTime.ToDateTimeOffset();
        foreach (SeriesRow row in series.Rows)
        {
            for (int i = 0; i < series.Intervals.Count; i++)
            {
                KpiValue[] values = [.. row.Columns.Select(column => column.Values[i])];
                output.Write(Csv.Row(
                [
                    .. row.Labels, Moment(series.Intervals[i].StartTime), Moment(series.Intervals[i].EndTime),
                    .. values.Select(BoardCsv.Number), .. values.Select(value => ValueText.Format(value, asOf)),
                ]));
            }
        }
    }

    private static string Moment(Timestamp time) => time.ToDateTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
