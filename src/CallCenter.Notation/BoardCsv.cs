using System.Globalization;
using CallCenter.V1;

namespace CallCenter.Notation;

/// <summary>
/// A board for spreadsheets and scripts: first a column of plain numbers for each KPI (seconds, UTC; an empty cell is no value), then a
/// column of display texts for each.
/// </summary>
public static class BoardCsv
{
    /// <param name="asOf">The instant of the values.</param>
    public static void Write(TextWriter output, Selector selector, IEnumerable<KpiRow> rows, DateTimeOffset asOf)
    {
        string[] kpis = [.. selector.Kpis.Select(KpiRefText.Format)];
        output.Write(Csv.Row([.. selector.GroupBy, .. kpis, .. kpis.Select(kpi => $"{kpi} text")]));
        foreach (KpiRow row in rows)
            output.Write(Csv.Row(
                [.. row.Labels, .. row.Values.Select(Number), .. row.Values.Select(value => ValueText.Format(value, asOf))]));
    }

    internal static string Number(KpiValue value) => value.ValueCase switch
    {
        KpiValue.ValueOneofCase.Count => value.Count.ToString(CultureInfo.InvariantCulture),
        KpiValue.ValueOneofCase.Duration => Number(value.Duration.ToTimeSpan().TotalSeconds),
        KpiValue.ValueOneofCase.Ratio => Number((double)value.Ratio.Numerator / value.Ratio.Denominator),
        KpiValue.ValueOneofCase.Mean => Number(value.Mean.Total.ToTimeSpan().TotalSeconds / value.Mean.Count),
        KpiValue.ValueOneofCase.Time => value.Time.ToDateTime().ToString("yyyy-MM-ddTHH:mm:ss.FFFZ", CultureInfo.InvariantCulture),
        KpiValue.ValueOneofCase.Score => Number(value.Score.Total / value.Score.Count),
        KpiValue.ValueOneofCase.Rate => Number(value.Rate.Count / value.Rate.Time.ToTimeSpan().TotalHours),
        _ => "",
    };

    private static string Number(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
