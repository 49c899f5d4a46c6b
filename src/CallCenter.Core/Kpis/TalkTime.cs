using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>Mean conversation of the visits that ended.</summary>
internal static class TalkTime
{
    public static readonly IReadOnlyList<KpiVariant> Variants =
    [
        new("without_hold", "(conversation - hold) / completed", "Amazon Connect interaction time, Genesys Cloud tTalk",
            (t, _) => KpiValue.Mean(t[Measure.Talk] - t[Measure.Hold], t[Measure.Completed])),
        new("with_hold", "conversation / completed", "Asterisk TalkTime, Vodia",
            (t, _) => KpiValue.Mean(t[Measure.Talk], t[Measure.Completed])),
    ];
}
