using CallCenter.Core.Events;
using CallCenter.Core.Kpis;

namespace CallCenter.Core.Tests.Model;

/// <summary>Contacts that the centre begins, and agents who help one another, over lists.</summary>
internal static class ModelOutreach
{
    public static KpiValue? Value(ModelBoard board, string kpi)
    {
        var attempts = board.Facts<CallbackAttempted>();
        return kpi switch
        {
            "callbacks_requested" => KpiValue.Count(board.Left(VisitOutcome.CallbackRequested).Count),
            "callback_attempts" => KpiValue.Count(attempts.Count),
            "callbacks_connected" => KpiValue.Count(
                attempts.Count(a => a.Result == CallbackResult.Connected) + board.Answered.Count(IsCallback)),
            "callbacks_abandoned" => KpiValue.Count(
                board.Facts<CallbackAbandoned>().Count + board.Left(VisitOutcome.Abandoned).Count(IsCallback)),
            "outbound_contacts" => KpiValue.Count(board.OutboundQueued),
            "consults" => KpiValue.Count(board.LegsBegun(ConversationRole.Consulted).Count),
            "conferences" => KpiValue.Count(board.LegsBegun(ConversationRole.Conference).Count),
            "consult_time" => KpiValue.Mean(board.ConsultTimes.Sum(), board.ConsultTimes.Count),
            "conversations_joined" => KpiValue.Count(board.JoinedNow),
            _ => null,
        };
    }

    private static bool IsCallback(ModelVisit visit) => visit.Dims.Channel == "callback";
}
