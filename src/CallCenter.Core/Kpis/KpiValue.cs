using CallCenter.Core.Identity;

namespace CallCenter.Core.Kpis;

public enum KpiValueKind : byte { None, Count, Duration, Ratio, Mean, Time, Score }

/// <summary>A value with what it was made of. A ratio or mean over nothing is no value, never 0.</summary>
/// <param name="A">Count, numerator, total (ms or thousandths) or moment (ms).</param>
/// <param name="B">Denominator or count.</param>
public readonly record struct KpiValue(KpiValueKind Kind, long A, long B)
{
    public static readonly KpiValue None = new(KpiValueKind.None, 0, 0);

    public static KpiValue Count(long count) => new(KpiValueKind.Count, count, 0);
    public static KpiValue Duration(long ms) => new(KpiValueKind.Duration, ms, 0);
    public static KpiValue Ratio(long numerator, long denominator)
        => denominator > 0 ? new(KpiValueKind.Ratio, numerator, denominator) : None;
    public static KpiValue Mean(long totalMs, long count) => count > 0 ? new(KpiValueKind.Mean, totalMs, count) : None;
    public static KpiValue Time(Instant? time) => time is { } t ? new(KpiValueKind.Time, t.UnixMs, 0) : None;
    public static KpiValue Score(long totalMilli, long count) => count > 0 ? new(KpiValueKind.Score, totalMilli, count) : None;
}
