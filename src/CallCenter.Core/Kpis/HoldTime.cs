using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>Mean time on hold.</summary>
internal static class HoldTime
{
    public static readonly IReadOnlyList<KpiVariant> Variants =
    [
        new("of_held", "hold / visits with a hold", "Amazon Connect AVG_HOLD_TIME",
            (t, _) => KpiValue.Mean(t[Measure.Hold], t[Measure.Held])),
        new("of_all", "hold / completed", "Amazon Connect AVG_HOLD_TIME_ALL_CONTACTS",
            (t, _) => KpiValue.Mean(t[Measure.Hold], t[Measure.Completed])),
    ];
}
