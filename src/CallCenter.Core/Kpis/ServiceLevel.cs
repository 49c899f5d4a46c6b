using CallCenter.Core.Measures;
using static CallCenter.Core.Kpis.Formula;
using static CallCenter.Core.Kpis.Terms;

namespace CallCenter.Core.Kpis;

/// <summary>Service level in every variant that the field uses.</summary>
internal static class ServiceLevel
{
    private static readonly Term A = WithinT(Measure.AnsweredByWait);
    private static readonly Term B = WithinT(Measure.AbandonedByWait);
    private static readonly Term C = WithinT(Measure.CallbackByWait);
    private static readonly Term XWithoutKey = WithinT(Measure.LeftByWait);
    private static readonly Named X = (XWithoutKey + WithinT(Measure.KeyExitByWait)).As("flowed out within T");

    // A visit counts against the service level at the moment it reaches T.
    private static readonly Named N = (new Reached(Measure.ReachedWait) + new ReachedAndLive(LiveList.Waiting))
        .As("reached T", "visits that reached a wait of T in the window, whatever came after, those still waiting included");

    public static readonly IReadOnlyList<KpiVariant> Variants =
    [
        new("event_ignored", "Cisco UCCE service-level events, abandoned calls ignored", Ratio(A, A + N)),
        new("event_negative", "Cisco UCCE service-level events, abandons negative", Ratio(A, A + B + N)),
        new("event_positive", "Cisco UCCE service-level events, abandons positive", Ratio(A + B, A + B + N)),
        new("event_all_outcomes", "service-level events, every visit that left unanswered negative", Ratio(A, A + B + X + C + N)),
        new("abandons_positive", "ICMI 1; Cisco positive", Ratio(A + B, Decided.All)),
        new("answered_only", "ICMI 2; Cisco only handled; Wazo; Asterisk ServicelevelPerf", Ratio(A, Answered)),
        new("abandons_negative", "ICMI 3; Cisco negative; Genesys Cloud, abandons included", Ratio(A, Decided.All)),
        new("abandons_ignored", "ICMI 4; Cisco ignored; Bright Pattern", Ratio(A, Decided.All - B)),
        new("short_abandons_positive", "ICMI 5", Ratio(A + ShortAbandons, Decided.All)),
        new("short_abandons_excluded", "Twilio; Google CCAI Platform; RingCentral", Ratio(A, Decided.All - ShortAbandons)),
        new("removed_from_queue", "Amazon Connect", Ratio(A + B + C + X, Decided.All)),
        new("switches_abandons_included", "Genesys Cloud, abandons included, flow-outs not", Ratio(A, Answered + Abandoned)),
        new("switches_short_abandons_excluded", "Genesys Cloud, short abandons excluded",
            Ratio(A, Answered + Abandoned - ShortAbandons)),
        new("switches_flow_outs_included", "Genesys Cloud, abandons and flow-outs included",
            Ratio(A, Answered + Abandoned + Decided.FlowedOut)),
        new("ignored_with_dequeue", "Cisco UCCE 15", Ratio(A, Decided.All - B - Decided.FlowedOut - CallbackRequested)),
        new("asterisk_perf2", "Asterisk ServicelevelPerf2, which takes time-outs and the like for abandons, and leaves key exits out",
            Ratio(A + B + XWithoutKey, Answered + Abandoned + Decided.FlowedOut - KeyExit)),
        ByContact.ServiceLevel,
    ];
}
