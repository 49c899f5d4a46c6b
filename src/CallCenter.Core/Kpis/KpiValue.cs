using CallCenter.Core.Identity;

namespace CallCenter.Core.Kpis;

/// <summary>Why there is no value, in the protocol's order.</summary>
public enum NoValueReason
{
    NothingCounted = 0, OutOfRange = 1, FormulaFailed = 2, NotApplicable = 3, NotKept = 4, NeverLoggedIn = 5, NotConfigured = 6,
}

public enum KpiValueKind : byte { None, Count, Duration, Ratio, Mean, Time, Score }

/// <summary>A value with its parts. A ratio or mean over nothing is no value, never 0.</summary>
/// <param name="A">Count, numerator, total (ms or thousandths) or moment (ms); without a value the <see cref="NoValueReason"/>.</param>
/// <param name="B">Denominator or count.</param>
public readonly record struct KpiValue(KpiValueKind Kind, long A, long B)
{
    public static readonly KpiValue None = new(KpiValueKind.None, 0, 0);

    public static KpiValue NoValue(NoValueReason reason) => new(KpiValueKind.None, (long)reason, 0);

    /// <summary>Of no value.</summary>
    public NoValueReason Reason => Kind == KpiValueKind.None ? (NoValueReason)A : NoValueReason.NothingCounted;

    /// <summary>The value as one number: seconds, a quotient, seconds since 1970; null without a value.</summary>
    public double? Number => Kind switch
    {
        KpiValueKind.None => null,
        KpiValueKind.Count => A,
        KpiValueKind.Duration or KpiValueKind.Time => A / 1000.0,
        KpiValueKind.Ratio => (double)A / B,
        _ => A / 1000.0 / B,
    };

    /// <summary>The value, or none when a client could not be sent it: lengths of time of more than 10,000 years, moments beyond the year
    /// 9999.</summary>
    public KpiValue InRange() => Kind switch
    {
        KpiValueKind.Duration or KpiValueKind.Mean when Math.Abs(A) > DurationMaxMs => NoValue(NoValueReason.OutOfRange),
        KpiValueKind.Time when A < Instant.MinValue.UnixMs || A > TimeMaxMs => NoValue(NoValueReason.OutOfRange),
        _ => this,
    };

    private const long DurationMaxMs = 315_576_000_000_000;
    private const long TimeMaxMs = 253_402_300_799_999;

    public static KpiValue Count(long count) => new(KpiValueKind.Count, count, 0);
    public static KpiValue Duration(long ms) => new(KpiValueKind.Duration, ms, 0);
    public static KpiValue Ratio(long numerator, long denominator)
        => denominator > 0 ? new(KpiValueKind.Ratio, numerator, denominator) : None;
    public static KpiValue Mean(long totalMs, long count) => count > 0 ? new(KpiValueKind.Mean, totalMs, count) : None;
    public static KpiValue Time(Instant? time) => time is { } t ? new(KpiValueKind.Time, t.UnixMs, 0) : None;
    public static KpiValue Score(long totalMilli, long count) => count > 0 ? new(KpiValueKind.Score, totalMilli, count) : None;
}
