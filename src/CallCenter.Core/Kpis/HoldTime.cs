using CallCenter.Core.Measures;
using static CallCenter.Core.Kpis.Formula;
using static CallCenter.Core.Kpis.Terms;

namespace CallCenter.Core.Kpis;

/// <summary>Mean time on hold.</summary>
internal static class HoldTime
{
    public static readonly IReadOnlyList<KpiVariant> Variants =
    [
        new("of_held", "Amazon Connect AVG_HOLD_TIME", Mean(Hold, Of(Measure.Held)), new Distribution(Measure.HoldTimes)),
        new("of_all", "Amazon Connect AVG_HOLD_TIME_ALL_CONTACTS", Mean(Hold, Completed)),
    ];
}
