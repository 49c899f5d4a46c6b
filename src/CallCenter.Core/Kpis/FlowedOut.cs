using static CallCenter.Core.Kpis.Formula;
using static CallCenter.Core.Kpis.Terms;

namespace CallCenter.Core.Kpis;

/// <summary>Visits that left the queue neither answered nor abandoned; a variant a reason. Call-backs, contacts that come back, are not in
/// the sum.</summary>
internal static class FlowedOut
{
    public static readonly IReadOnlyList<KpiVariant> Variants =
    [
        new("all", "Genesys Cloud tFlowOut", Count(Decided.FlowedOut)),
        new("timed_out", "Asterisk EXITWITHTIMEOUT", Count(TimedOut)),
        new("key_exit", "Asterisk EXITWITHKEY", Count(KeyExit)),
        new("queue_empty", "Asterisk EXITEMPTY", Count(QueueEmpty)),
        new("withdrawn", "Asterisk WITHDRAW", Count(Withdrawn)),
        new("redirected", "Asterisk Redirect", Count(Redirected)),
        new("overflowed", "Amazon Connect", Count(Overflowed)),
        new("voicemail", "", Count(Voicemail)),
        new("callback_requested", "Amazon Connect", Count(CallbackRequested)),
    ];
}
