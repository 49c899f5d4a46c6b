using static CallCenter.Core.Events.VisitOutcome;

namespace CallCenter.Core.Tests.Model;

/// <summary>The times that quantiles are taken of, as lists.</summary>
internal static class ModelTimes
{
    /// <summary>The exact quantile by nearest rank; null without times.</summary>
    public static long? Quantile(ModelBoard board, string kpi, string variant, double quantile)
    {
        var times = Of(board, kpi, variant).Order().ToList();
        return times.Count == 0 ? null : times[Math.Clamp((int)Math.Ceiling(quantile * times.Count), 1, times.Count) - 1];
    }

    public static IEnumerable<long> Of(ModelBoard board, string kpi, string variant) => (kpi, variant) switch
    {
        ("speed_of_answer", "by_contact") => board.ContactFacts(ContactFactKind.Answered).Select(f => f.WaitMs),
        ("speed_of_answer", _) => board.Answered.Select(v => v.WaitMs),
        ("abandon_time", _) => board.Left(Abandoned).Select(v => v.WaitMs),
        ("queue_time", _) => board.Answered
            .Concat(board.Left(
                Abandoned, TimedOut, KeyExit, QueueEmpty, Withdrawn, Redirected, Overflowed, Voicemail, CallbackRequested))
            .Select(v => v.WaitMs),
        ("ring_time", _) => board.Answered.Select(v => v.RingMs),
        ("talk_time", "with_hold") => board.Completed.Select(v => v.TalkMs),
        ("talk_time", "without_hold") => board.Completed.Select(TalkWithoutHold),
        ("hold_time", "of_held") => board.Completed.Where(v => v.Holds.Count > 0).Select(v => v.TalkMs - TalkWithoutHold(v)),
        ("acw_time", _) => board.WrappedUp.Select(WrapUp),
        ("avg_handle_time", "talk_hold_acw" or "talk_hold_acw_closed") => board.Handled.Select(v => v.TalkMs + WrapUp(v)),
        ("avg_handle_time", "talk_acw" or "talk_acw_closed") => board.Handled.Select(v => TalkWithoutHold(v) + WrapUp(v)),
        ("resolution_time", "first") => board.LifeFacts(LifeFact.FirstResolved).Select(f => f.Ms),
        ("first_response_time", "with_acknowledgement") => board.FirstOf(m => m.IsAgentOrAcknowledgement),
        ("first_response_time", "with_bot") => board.FirstOf(m => m.IsReplyOrBot),
        ("first_response_time", _) => board.Replies.Select(r => r.FirstMs).OfType<long>(),
        ("reaction_time", _) => board.Replies.Select(r => r.ReactionMs).OfType<long>(),
        ("response_time", _) => board.Replies.Select(r => r.ResponseMs).OfType<long>(),
        ("consult_time", _) => board.ConsultTimes,
        ("stage_time", _) => ModelQuality.Stages(board),
        _ => throw new ArgumentException($"The model does not know the times of {kpi} {variant}."),
    };

    private static long TalkWithoutHold(ModelVisit visit) => visit.TalkMs - Math.Min(visit.HoldMs, visit.TalkMs);

    private static long WrapUp(ModelVisit visit) => visit.WrapUpToMs is { } to ? to - visit.WrapUpFromMs!.Value : 0;
}
