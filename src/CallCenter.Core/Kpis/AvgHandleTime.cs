using CallCenter.Core.Measures;
using static CallCenter.Core.Kpis.Formula;
using static CallCenter.Core.Kpis.Terms;

namespace CallCenter.Core.Kpis;

/// <summary>Mean agent time a handled visit takes. By default each part counts at its own end; of closed segments both count together, when
/// the agent is done.</summary>
internal static class AvgHandleTime
{
    public static readonly IReadOnlyList<KpiVariant> Variants =
    [
        new("talk_hold_acw", "Amazon Connect, Genesys Cloud tHandle", Mean(Conversation + WrapUp, Completed),
            new Distribution(Measure.HandleTimes)),
        new("talk_acw", "reports that define AHT as talk and after-call work", Mean(Conversation - Hold + WrapUp, Completed),
            new Distribution(Measure.HandleTimesWithoutHold)),
        new("talk_hold_acw_closed", "", Mean(Of(Measure.HandleOfClosed), Of(Measure.SegmentsClosed))),
        new("talk_acw_closed", "", Mean(Of(Measure.HandleOfClosed) - Of(Measure.HoldOfClosed), Of(Measure.SegmentsClosed))),
    ];
}
