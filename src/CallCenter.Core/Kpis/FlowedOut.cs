using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>Visits that left the queue neither answered nor abandoned; a variant a reason.</summary>
internal static class FlowedOut
{
    public static readonly IReadOnlyList<KpiVariant> Variants =
    [
        new("all", "all reasons below but call-backs, which are contacts that come back", "Genesys Cloud tFlowOut",
            (t, _) => KpiValue.Count(Decided.FlowedOut(t))),
        Reason("timed_out", "left by a time limit", "Asterisk EXITWITHTIMEOUT", Measure.TimedOut),
        Reason("key_exit", "left by a key or menu choice", "Asterisk EXITWITHKEY", Measure.KeyExit),
        Reason("queue_empty", "put out because no agent was left", "Asterisk EXITEMPTY", Measure.QueueEmpty),
        Reason("withdrawn", "taken out by an operator or application", "Asterisk WITHDRAW", Measure.Withdrawn),
        Reason("redirected", "moved to another destination", "Asterisk Redirect", Measure.Redirected),
        Reason("overflowed", "moved to another queue by the routing", "Amazon Connect", Measure.Overflowed),
        Reason("voicemail", "went to voicemail", "", Measure.Voicemail),
        Reason("callback_requested", "asked to be called back", "Amazon Connect", Measure.CallbackRequested),
    ];

    private static KpiVariant Reason(string id, string formula, string usedBy, Measure measure)
        => new(id, formula, usedBy, (t, _) => KpiValue.Count(t[measure]));
}
