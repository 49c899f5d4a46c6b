using CallCenter.Core.Measures;
using static CallCenter.Core.Kpis.Formula;
using static CallCenter.Core.Kpis.Terms;

namespace CallCenter.Core.Kpis;

/// <summary>Mean conversation of the visits that ended.</summary>
internal static class TalkTime
{
    public static readonly IReadOnlyList<KpiVariant> Variants =
    [
        new("without_hold", "Amazon Connect interaction time, Genesys Cloud tTalk", Mean(Conversation - Hold, Completed),
            new Distribution(Measure.ConversationsWithoutHold)),
        new("with_hold", "Asterisk TalkTime, Vodia", Mean(Conversation, Completed), new Distribution(Measure.Conversations)),
    ];
}
