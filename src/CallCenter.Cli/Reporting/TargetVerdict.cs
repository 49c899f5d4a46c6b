using CallCenter.V1;

namespace CallCenter.Cli;

/// <summary>How a value of a period does against a target, by the rules of kpi_service.proto; the server judges values of now.</summary>
/// <param name="Gap">The value less the limit; null without data.</param>
internal sealed record TargetVerdict(TargetStatus Status, double? Gap, bool IsSampleSmall)
{
    public static TargetVerdict Of(Target target, KpiValue value, PeriodValues period)
    {
        if (!value.HasNumber)
            return new TargetVerdict(TargetStatus.NoData, null, false);
        if (SampleOf(value) < target.SampleMin)
            return new TargetVerdict(TargetStatus.NoData, null, true);
        double number = value.ValueCase == KpiValue.ValueOneofCase.Time
            ? (period.AsOf - value.Time.ToDateTimeOffset()).TotalSeconds
            : value.Number;
        TargetStatus status = !IsRight(number, target.Limit) ? TargetStatus.Unmet
            : target.HasWarningLevel && !IsRight(number, target.WarningLevel) ? TargetStatus.AtRisk
            : TargetStatus.Met;
        return new TargetVerdict(status, number - target.Limit, false);

        bool IsRight(double at, double limit) => target.Direction == TargetDirection.AtMost ? at <= limit : at >= limit;
    }

    // Of a quotient, how many things it is over.
    private static long SampleOf(KpiValue value) => value.ValueCase switch
    {
        KpiValue.ValueOneofCase.Ratio => value.Ratio.Denominator,
        KpiValue.ValueOneofCase.Mean => value.Mean.Count,
        KpiValue.ValueOneofCase.Score => value.Score.Count,
        _ => long.MaxValue,
    };
}
