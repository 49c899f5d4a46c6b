using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>Mean agent time a handled visit takes.</summary>
internal static class AvgHandleTime
{
    public static readonly IReadOnlyList<KpiVariant> Variants =
    [
        new("talk_hold_acw", "(talk + hold + after-call work) / completed", "Amazon Connect, Genesys Cloud tHandle",
            (t, _) => KpiValue.Mean(t[Measure.Talk] + t[Measure.WrapUp], t[Measure.Completed])),
        new("talk_acw", "(talk + after-call work) / completed, hold left out", "reports that define AHT as talk and after-call work",
            (t, _) => KpiValue.Mean(t[Measure.Talk] - t[Measure.Hold] + t[Measure.WrapUp], t[Measure.Completed])),
    ];
}
