using CallCenter.Core.Measures;
using static CallCenter.Core.Kpis.Formula;
using static CallCenter.Core.Kpis.Terms;

namespace CallCenter.Core.Kpis;

/// <summary>Mean agent time a handled visit takes.</summary>
internal static class AvgHandleTime
{
    public static readonly IReadOnlyList<KpiVariant> Variants =
    [
        new("talk_hold_acw", "Amazon Connect, Genesys Cloud tHandle", Mean(Conversation + WrapUp, Completed),
            new Distribution(Measure.HandleTimes)),
        new("talk_acw", "reports that define AHT as talk and after-call work", Mean(Conversation - Hold + WrapUp, Completed),
            new Distribution(Measure.HandleTimesWithoutHold)),
    ];
}
