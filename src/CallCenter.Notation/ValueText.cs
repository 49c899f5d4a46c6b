using System.Globalization;
using CallCenter.V1;

namespace CallCenter.Notation;

/// <summary>A value as people read it, by the rules of the contract ("To show a value" in protos/README.md).</summary>
public static class ValueText
{
    /// <summary>No value, which is not zero.</summary>
    public const string None = "–";

    /// <param name="asOf">The moment at which a point in time has its age.</param>
    public static string Format(KpiValue value, DateTimeOffset asOf) => value.ValueCase switch
    {
        KpiValue.ValueOneofCase.Count => value.Count.ToString(CultureInfo.InvariantCulture),
        KpiValue.ValueOneofCase.Duration => Clock(value.Duration.ToTimeSpan().TotalSeconds),
        KpiValue.ValueOneofCase.Ratio => Percent(value.Ratio),
        KpiValue.ValueOneofCase.Rate => PerHour(value.Rate).ToString("0.00", CultureInfo.InvariantCulture),
        KpiValue.ValueOneofCase.Mean => Clock(value.Mean.Total.ToTimeSpan().TotalSeconds / value.Mean.Count),
        KpiValue.ValueOneofCase.Time => Clock((asOf - value.Time.ToDateTimeOffset()).TotalSeconds),
        KpiValue.ValueOneofCase.Score => (value.Score.Total / value.Score.Count).ToString("0.0", CultureInfo.InvariantCulture),
        _ => None,
    };

    /// <summary>A length of time as m:ss, from an hour on as h:mm:ss.</summary>
    public static string Clock(double seconds)
    {
        // A moment in the future, from a wrong clock, reads as now.
        long whole = (long)Math.Round(Math.Max(0, seconds), MidpointRounding.AwayFromZero);
        return whole < 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{whole / 60}:{whole % 60:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{whole / 3600}:{whole / 60 % 60:00}:{whole % 60:00}");
    }

    private static double PerHour(Rate rate) => rate.Count / rate.Time.ToTimeSpan().TotalHours;

    private static string Percent(Ratio ratio) =>
        (100.0 * ratio.Numerator / ratio.Denominator).ToString("0.0", CultureInfo.InvariantCulture) + "%";
}
