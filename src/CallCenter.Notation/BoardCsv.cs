using System.Globalization;
using CallCenter.V1;

namespace CallCenter.Notation;

/// <summary>A board for spreadsheets and scripts: plain numbers, seconds, UTC; an empty cell is no value.</summary>
public static class BoardCsv
{
    public static void Write(TextWriter output, Selector selector, IEnumerable<KpiRow> rows)
    {
        output.Write(Csv.Row([.. selector.GroupBy, .. selector.Kpis.Select(KpiRefText.Format)]));
        foreach (KpiRow row in rows)
            output.Write(Csv.Row([.. row.Labels, .. row.Values.Select(Number)]));
    }

    private static string Number(KpiValue value) => value.ValueCase switch
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
