using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Settings;

namespace CallCenter.Core.Targets;

/// <summary>How a value does against its target, in the protocol's order.</summary>
public enum TargetStatus : byte
{
    /// <summary>On the right side of the limit, and of the warning level.</summary>
    Met = 1,

    /// <summary>On the right side of the limit, and not of the warning level.</summary>
    AtRisk = 2,

    /// <summary>On the wrong side of the limit.</summary>
    Unmet = 3,

    /// <summary>There is no value, it is of too few, or the target does not hold now.</summary>
    NoData = 4,
}

/// <summary>A value against its target.</summary>
/// <param name="Value">In the unit of the limit; of a moment its age in seconds. Null without data.</param>
public sealed record TargetJudgement(TargetStatus Status, decimal? Value, decimal Limit)
{
    public static TargetJudgement Of(KpiTarget target, KpiValue value, Instant now)
    {
        if (!target.IsActive(now) || NumberOf(value, now) is not { } number || !IsEnough(target, value))
            return new TargetJudgement(TargetStatus.NoData, null, target.Limit);
        var status = !IsRight(number, target.Limit) ? TargetStatus.Unmet
            : target.Warning is { } warning && !IsRight(number, warning) ? TargetStatus.AtRisk
            : TargetStatus.Met;
        return new TargetJudgement(status, number, target.Limit) { Budget = ErrorBudget.Of(target, value) };

        bool IsRight(decimal at, decimal limit) => target.IsAtLeast ? at >= limit : at <= limit;
    }

    /// <summary>The value less the limit.</summary>
    public decimal? Gap => Value - Limit;

    /// <summary>The value as a part of the limit, in percent; null without data, and of a limit of 0.</summary>
    public decimal? Percent => Limit == 0 ? null : 100 * Value / Limit;

    /// <summary>Null: not of a ratio that is to be at least the limit.</summary>
    public ErrorBudget? Budget { get; init; }

    private static bool IsEnough(KpiTarget target, KpiValue value)
        => value.Kind is not (KpiValueKind.Ratio or KpiValueKind.Mean or KpiValueKind.Score) || value.B >= target.SampleMin;

    private static decimal? NumberOf(KpiValue value, Instant now) => value.Kind switch
    {
        KpiValueKind.None => null,
        KpiValueKind.Count => value.A,
        KpiValueKind.Duration => value.A / 1000m,
        KpiValueKind.Time => (now.UnixMs - value.A) / 1000m,
        KpiValueKind.Ratio => (decimal)value.A / value.B,
        _ => value.A / 1000m / value.B,
    };
}

/// <summary>
/// How many may still miss before the target is lost, with n of N on the right side and a target t: so far (1 - t) N - (N - n); by a
/// forecast F of all (1 - t) F - (N - n), for which (t F - n) / (F - N) of those to come must be on the right side. The error budget of
/// site reliability engineering (Beyer et al., Site Reliability Engineering, 2016, ch. 3).
/// </summary>
/// <param name="SoFar">Of those so far; below 0 when it is spent.</param>
/// <param name="OfForecast">Of all that will be; null without a forecast.</param>
/// <param name="RequiredFromNow">Share of those to come; above 1: out of reach. Null without a forecast, or when as many have come.</param>
public sealed record ErrorBudget(decimal SoFar, decimal? OfForecast, decimal? RequiredFromNow)
{
    internal static ErrorBudget? Of(KpiTarget target, KpiValue value)
    {
        if (value.Kind != KpiValueKind.Ratio || !target.IsAtLeast || target.Limit is < 0 or > 1) return null;
        var (right, all, missable) = (value.A, value.B, 1 - target.Limit);
        var missed = all - right;
        return new ErrorBudget(
            missable * all - missed,
            target.Forecast is { } forecast ? missable * Math.Max(forecast, all) - missed : null,
            target.Forecast > all ? (target.Limit * target.Forecast - right) / (target.Forecast - all) : null);
    }
}
