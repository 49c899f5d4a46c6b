using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using static CallCenter.Core.Events.VisitOutcome;

namespace CallCenter.Core.Tests.Model;

/// <summary>The formulas once more, over lists.</summary>
/// <param name="thresholdMs">Null: that of each visit's queue.</param>
internal sealed class ModelKpis(ModelBoard board, long? thresholdMs)
{
    private static readonly VisitOutcome[] FlowOuts = [TimedOut, KeyExit, QueueEmpty, Withdrawn, Redirected, Overflowed, Voicemail];
    public static readonly AgentState[] Working =
        [AgentState.Available, AgentState.Ringing, AgentState.Talking, AgentState.OnHold, AgentState.WrapUp, AgentState.BusyOther];
    public static readonly AgentState[] LoggedIn = [.. Working, AgentState.Break, AgentState.NotReady];
    private static readonly AgentState[] OnContact = [AgentState.Talking, AgentState.OnHold];
    public static readonly AgentState[] Occupied = [.. OnContact, AgentState.WrapUp];

    private long A => board.Answered.Count;
    private long B => board.Left(Abandoned).Count;
    private long X => board.Left(FlowOuts).Count;
    private long C => board.Left(CallbackRequested).Count;
    private long O => A + B + X + C;
    private long Waited => Waits(board.Answered) + Waits(board.Left([Abandoned, .. FlowOuts, CallbackRequested]));
    private long HoldAbandons => board.Completed.Count(v => v.Outcome == CompletedByCustomer && v.WasOnHoldAtEnd);
    private long AT => Within(board.Answered, ThresholdOf);
    private long BT => Within(board.Left(Abandoned), ThresholdOf);
    private long XT => Within(board.Left(FlowOuts), ThresholdOf);
    private long CT => Within(board.Left(CallbackRequested), ThresholdOf);
    private long XTWithoutKey => Within(board.Left([.. FlowOuts.Except([KeyExit])]), ThresholdOf);
    private long SB => Within(board.Left(Abandoned), v => ModelTargets.ShortAbandonMs(v.Dims));
    private long NT => board.Reached(ThresholdOf);

    private long OffHours(string variant) => variant == "standard" ? board.Requests(false) : board.Openings(false);

    private long Missed(string variant) => B + HoldAbandons
        + (variant == "standard" ? 0 : board.Left(Voicemail).Count - board.Facts<VoicemailLeft>().Count);

    public KpiValue Value(string kpi, string variant) => kpi switch
    {
        _ when variant == "by_contact" => new ModelByContact(board, thresholdMs).Value(kpi),
        "service_level" => ServiceLevel(variant),
        "answer_rate" => AnswerRate(variant),
        "abandonment_rate" => AbandonmentRate(variant),
        "contacts_flowed_out" => KpiValue.Count(FlowedOut(variant)),
        "contacts_handled" => KpiValue.Count(Handled(variant)),
        "transfers" => KpiValue.Count(Transfers(variant)),
        _ when new ModelResponses(board, thresholdMs).Value(kpi, variant) is { } value => value,
        _ when new ModelContactKpis(board).Value(kpi, variant) is { } value => value,
        "first_response_time" or "reaction_time" or "response_time" => MeanOf([.. ModelTimes.Of(board, kpi, variant)]),
        "missed_contacts" => KpiValue.Count(Missed(variant)),
        "missed_call_rate" => KpiValue.Ratio(Missed(variant), O),
        "contacts_excluded" => KpiValue.Count(variant switch
        {
            "standard" => board.Excluded,
            "from_responses" => board.ResponsesExcluded,
            _ => board.LivesExcluded,
        }),
        "off_hours_requests" => KpiValue.Count(OffHours(variant)),
        "off_hours_share" => KpiValue.Ratio(
            OffHours(variant), OffHours(variant) + (variant == "standard" ? board.Requests(true) : board.Openings(true))),
        "queue_time" when variant == "with_waiting" => KpiValue.Mean(
            Waited + board.Waiting.Sum(board.WaitSoFar), O + board.Waiting.Count),
        "queue_time" => KpiValue.Mean(Waited, O),
        "transfer_rate" => KpiValue.Ratio(Transfers(variant), board.Completed.Count),
        "agent_answer_rate" => KpiValue.Ratio(A, A + Unanswered(variant)),
        "resolved_per_agent_hour" => KpiValue.Ratio(board.Facts<ContactResolved>().Count * 3600, board.TimeIn(LoggedIn) / 1000),
        "talk_time" or "hold_time" or "acw_time" or "ring_time" or "avg_handle_time" => Handling(kpi, variant),
        "occupancy" when variant == "load_weighted" => KpiValue.Ratio(
            board.TimeIn(Occupied) * 1000 - board.Spare, board.TimeIn([.. Occupied, AgentState.Available]) * 1000),
        "occupancy" => KpiValue.Ratio(
            board.TimeIn(Occupied), board.TimeIn(variant == "of_login" ? LoggedIn : [.. Occupied, AgentState.Available])),
        "cost_per_contact" or "labour_cost_per_contact" => KpiValue.Score(
            Cost(variant == "of_login" ? board.TimeIn(LoggedIn) : board.TimeOf(PlanState.Paid), 40)
                + (kpi == "cost_per_contact" ? Cost(board.LengthMs, 12.5m) : 0), board.Completed.Count),
        "revenue_per_contact" => KpiValue.Score(Revenue, board.Completed.Count),
        "revenue_per_agent_hour" => KpiValue.Score(Revenue * 3600, board.TimeIn(LoggedIn) / 1000),
        "contacts_per_agent_day" => KpiValue.Score(board.Completed.Count * 1000, board.AgentDays(LoggedIn)),
        "resolved_per_agent_day" => KpiValue.Score(board.Facts<ContactResolved>().Count * 1000, board.AgentDays(LoggedIn)),
        "contacts_per_agent_hour" => KpiValue.Ratio(board.Completed.Count * 3600, board.TimeIn(LoggedIn) / 1000),
        "agents_online" => KpiValue.Count(
            variant == "standard" ? board.AgentsIn(Working) : board.AgentsInOrProductive(Working)),
        _ => Plain(kpi) ?? ModelQuality.Value(board, kpi) ?? ModelOutreach.Value(board, kpi) ?? OfAgents(kpi)
            ?? board.ValueOfAgents(kpi) ?? ModelShiftKpis.Value(board, kpi, variant) ?? OfFeeds(kpi, variant)
            ?? throw new ArgumentException($"The model does not know {kpi}."),
    };

    private KpiValue? Plain(string kpi) => kpi switch
    {
        "contacts_offered" => KpiValue.Count(board.Offered),
        "contacts_answered" => KpiValue.Count(A),
        "contacts_abandoned" => KpiValue.Count(B),
        "contacts_short_abandoned" => KpiValue.Count(SB),
        "contacts_refused" => KpiValue.Count(board.Facts<VisitRefused>().Count),
        "contacts_lost" => KpiValue.Count(board.Left(Lost).Count),
        "contacts_failed" => KpiValue.Count(board.Left(Failed).Count),
        "conversations_lost" => KpiValue.Count(board.ConversationsLost),
        "contacts_waiting" => KpiValue.Count(board.Waiting.Count),
        "waiting_over_threshold" => KpiValue.Count(board.Waiting.Count(v => board.WaitSoFar(v) > ThresholdOf(v))),
        "avg_wait_current" => KpiValue.Mean(board.Waiting.Sum(board.WaitSoFar), board.Waiting.Count),
        "refusal_rate" => KpiValue.Ratio(board.Facts<VisitRefused>().Count, O + board.Facts<VisitRefused>().Count),
        "hold_rate" => KpiValue.Ratio(board.Completed.Count(v => v.Holds.Count > 0), board.Completed.Count),
        "reopen_rate" => KpiValue.Ratio(board.Facts<ContactReopened>().Count, board.Facts<ContactResolved>().Count),
        "contacts_alerting" => KpiValue.Count(board.Alerting),
        "contacts_interacting" => KpiValue.Count(board.InStage(VisitStage.Talking)),
        "contacts_on_hold" => KpiValue.Count(board.InStage(VisitStage.OnHold)),
        "longest_interacting" => KpiValue.Time(board.OldestConversation),
        "slots_active" => KpiValue.Count(
            board.InStage(VisitStage.Talking) + board.InStage(VisitStage.OnHold) + board.InStage(VisitStage.WrapUp)),
        "waiting_per_available" => KpiValue.Score(board.Waiting.Count * 1000, board.AgentsIn(AgentState.Available)),
        "avg_waiting" => KpiValue.Score(board.WaitingTime * 1000, board.LengthMs),
        "contacts_in_acw" => KpiValue.Count(board.InStage(VisitStage.WrapUp)),
        "longest_wait" => KpiValue.Time(board.Waiting.Count == 0 ? null : new Instant(board.Waiting.Min(v => v.QueuedMs))),
        "speed_of_answer" => KpiValue.Mean(Waits(board.Answered), A),
        "patience" => KpiValue.Mean(Waited, B),
        "ring_abandons" => KpiValue.Count(board.Left(Abandoned).Count(v => v.HadOfferAtEnd)),
        "hold_abandons" => KpiValue.Count(HoldAbandons),
        "voicemails_left" => KpiValue.Count(board.Facts<VoicemailLeft>().Count),
        "contacts_answered_within" => KpiValue.Count(AT),
        "contacts_abandoned_within" => KpiValue.Count(BT),
        "estimated_wait_time" => KpiValue.Mean(board.Waiting.Count * board.LengthMs, O),
        "abandon_time" => KpiValue.Mean(Waits(board.Left(Abandoned)), B),
        "reconciliation_residual" => KpiValue.Count(0),
        "contacts_held" => KpiValue.Count(board.Completed.Count(v => v.Holds.Count > 0)),
        "holds" => KpiValue.Count(board.Completed.Sum(v => v.Holds.Count)),
        "agent_no_answer" => KpiValue.Count(board.OffersEnded(OfferResult.NoAnswer)),
        "agent_rejected" => KpiValue.Count(board.OffersEnded(OfferResult.Rejected)),
        "offers" => KpiValue.Count(board.OffersMade),
        "offers_lost_race" => KpiValue.Count(board.OffersEnded(OfferResult.LostRace)),
        "offers_canceled" => KpiValue.Count(board.OffersEnded(OfferResult.Canceled)),
        "messages_in" => KpiValue.Count(board.Messages(MessageAuthor.Customer)),
        "messages_out" => KpiValue.Count(board.Messages(MessageAuthor.Agent)),
        "messages_system" => KpiValue.Count(board.Messages(MessageAuthor.System)),
        "messages_bot" => KpiValue.Count(board.Messages(MessageAuthor.Bot)),
        "contacts_resolved" => KpiValue.Count(board.Facts<ContactResolved>().Count),
        "contacts_reopened" => KpiValue.Count(board.Facts<ContactReopened>().Count),
        _ => null,
    };

    private KpiValue? OfAgents(string kpi) => kpi switch
    {
        "agents_logged_in" => KpiValue.Count(board.AgentsIn(LoggedIn)),
        "agents_available" => KpiValue.Count(board.AgentsIn(AgentState.Available)),
        "agents_ringing" => KpiValue.Count(board.AgentsIn(AgentState.Ringing)),
        "agents_on_contact" => KpiValue.Count(board.AgentsIn(OnContact)),
        "agents_in_acw" => KpiValue.Count(board.AgentsIn(AgentState.WrapUp)),
        "agents_on_break" => KpiValue.Count(board.AgentsIn(AgentState.Break)),
        "agents_not_ready" => KpiValue.Count(board.AgentsIn(AgentState.NotReady)),
        "contact_share_of_login" => KpiValue.Ratio(board.TimeIn(Occupied), board.TimeIn(LoggedIn)),
        "agents_distinct" => KpiValue.Count(board.DistinctIn(LoggedIn)),
        "agents_busy_other" => KpiValue.Count(board.AgentsIn(AgentState.BusyOther)),
        "slots_max" => KpiValue.Count(board.Slots),
        "login_time" => KpiValue.Duration(board.TimeIn(LoggedIn)),
        "break_time" => KpiValue.Duration(board.TimeIn(AgentState.Break)),
        "break_count" => KpiValue.Count(board.Entered(AgentState.Break)),
        "avg_break" => KpiValue.Mean(board.TimeIn(AgentState.Break), board.Entered(AgentState.Break)),
        "avg_concurrency" => KpiValue.Ratio(board.ConversationTime, board.TimeIn(OnContact)),
        "not_ready_time" => KpiValue.Duration(board.TimeIn(AgentState.NotReady)),
        "idle_time" => KpiValue.Duration(board.TimeIn(AgentState.Available)),
        "contact_time" => KpiValue.Duration(board.TimeIn(OnContact)),
        "ringing_time" => KpiValue.Duration(board.TimeIn(AgentState.Ringing)),
        "wrap_up_time" => KpiValue.Duration(board.TimeIn(AgentState.WrapUp)),
        "agents_pending_presence" => KpiValue.Count(board.Pending),
        "agent_state" => board.TheAgent is { } agent ? KpiValue.Count(agent.StateCode) : KpiValue.None,
        "agent_state_since" => KpiValue.Time(board.TheAgent?.StateSinceMs is { } ms ? new Instant(ms) : null),
        "agents_over_break_limit" => KpiValue.Count(board.AgentsOver([AgentState.Break])),
        "agents_over_state_limit" => KpiValue.Count(
            board.AgentsOver([AgentState.Ringing, AgentState.Talking, AgentState.OnHold, AgentState.WrapUp, AgentState.NotReady])),
        "agents_over_break_count" => KpiValue.Count(board.EnteredMore(AgentState.Break, ModelAgent.Limits.Breaks!.Value)),
        "productive_time" => KpiValue.Duration(board.ProductiveTime),
        _ => null,
    };

    private KpiValue? OfFeeds(string kpi, string variant) => kpi switch
    {
        "events_counted" => KpiValue.Count(board.Events(s => s.CountedMs)),
        "events_late" => KpiValue.Count(board.Events(s => s.LateMs)),
        "events_duplicate" => KpiValue.Count(board.Events(s => s.DuplicateMs)),
        "events_rejected" => KpiValue.Count(board.Events(s => s.RejectedMs)),
        "dimensions_dropped" or "events_over_limit" => KpiValue.Count(0),
        "events_future" => KpiValue.Count(board.Events(s => s.FutureMs)),
        "ghosts_closed" => KpiValue.Count(board.Events(s => Ghosts(s, variant))),
        _ => null,
    };

    // No floor reports here, and no limit to overtaking: they have tests of their own.
    private static List<long> Ghosts(ModelSource source, string variant) => variant switch
    {
        "standard" => [.. source.GhostBySilenceMs, .. source.GhostBySourceMs],
        "by_silence" => source.GhostBySilenceMs,
        "by_source" => source.GhostBySourceMs,
        _ => [],
    };

    private KpiValue ServiceLevel(string variant) => variant switch
    {
        "event_ignored" => KpiValue.Ratio(AT, AT + NT),
        "event_negative" => KpiValue.Ratio(AT, AT + BT + NT),
        "event_positive" => KpiValue.Ratio(AT + BT, AT + BT + NT),
        "event_all_outcomes" => KpiValue.Ratio(AT, AT + BT + XT + CT + NT),
        "abandons_positive" => KpiValue.Ratio(AT + BT, O),
        "answered_only" => KpiValue.Ratio(AT, A),
        "abandons_negative" => KpiValue.Ratio(AT, O),
        "abandons_ignored" => KpiValue.Ratio(AT, O - BT),
        "short_abandons_positive" => KpiValue.Ratio(AT + SB, O),
        "short_abandons_excluded" => KpiValue.Ratio(AT, O - SB),
        "removed_from_queue" => KpiValue.Ratio(AT + BT + CT + XT, O),
        "switches_abandons_included" => KpiValue.Ratio(AT, A + B),
        "switches_short_abandons_excluded" => KpiValue.Ratio(AT, A + B - SB),
        "switches_flow_outs_included" => KpiValue.Ratio(AT, A + B + X),
        "ignored_with_dequeue" => KpiValue.Ratio(AT, O - BT - X - C),
        "asterisk_perf2" => KpiValue.Ratio(AT + BT + XTWithoutKey, A + B + board.Left([.. FlowOuts.Except([KeyExit])]).Count),
        _ => throw new ArgumentException($"The model does not know service_level {variant}."),
    };

    private KpiValue AnswerRate(string variant) => variant switch
    {
        "of_offered" => KpiValue.Ratio(A, O),
        "of_requests" => KpiValue.Ratio(A, O + board.Facts<VisitRefused>().Count),
        "of_answered_and_abandoned" => KpiValue.Ratio(A, A + B),
        _ => throw new ArgumentException($"The model does not know answer_rate {variant}."),
    };

    private KpiValue AbandonmentRate(string variant) => variant switch
    {
        "of_offered" => KpiValue.Ratio(B, O),
        "of_answered_and_abandoned" => KpiValue.Ratio(B, A + B),
        "short_abandons_excluded" => KpiValue.Ratio(B - SB, O - SB),
        _ => throw new ArgumentException($"The model does not know abandonment_rate {variant}."),
    };

    private long FlowedOut(string variant) => variant switch
    {
        "all" => X,
        _ => board.Left(Enum.Parse<VisitOutcome>(variant.Replace("_", "", StringComparison.Ordinal), ignoreCase: true)).Count,
    };

    private long Handled(string variant) => variant switch
    {
        "all" => board.Completed.Count,
        "by_customer" => EndedBy(CompletedByCustomer),
        "by_agent" => EndedBy(CompletedByAgent),
        _ => throw new ArgumentException($"The model does not know contacts_handled {variant}."),
    };

    private long Transfers(string variant) => variant switch
    {
        "all" => board.PassedOn(TransferredBlind, TransferredConsult).Count,
        "blind" => board.PassedOn(TransferredBlind).Count,
        "consult" => board.PassedOn(TransferredConsult).Count,
        "to_other_department" => board.PassedOn(TransferredBlind, TransferredConsult)
            .Count(v => ModelTargets.IsOtherDepartment(v.Dims.Queue, v.TransferTarget)),
        _ => throw new ArgumentException($"The model does not know transfers {variant}."),
    };

    private long Unanswered(string variant)
    {
        OfferResult[] own = [OfferResult.NoAnswer, OfferResult.Rejected];
        return (variant == "of_own" ? own : [.. own, OfferResult.LostRace, OfferResult.Canceled]).Sum(board.OffersEnded);
    }

    private KpiValue Handling(string kpi, string variant)
    {
        var completed = board.Completed;
        var wrapped = board.WrappedUp;
        var (talk, hold) = (completed.Sum(v => v.TalkMs), completed.Sum(v => Math.Min(v.HoldMs, v.TalkMs)));
        var wrapUp = wrapped.Sum(v => v.WrapUpToMs!.Value - v.WrapUpFromMs!.Value);
        return (kpi, variant) switch
        {
            ("talk_time", "without_hold") => KpiValue.Mean(talk - hold, completed.Count),
            ("talk_time", "with_hold") => KpiValue.Mean(talk, completed.Count),
            ("hold_time", "of_held") => KpiValue.Mean(hold, completed.Count(v => v.Holds.Count > 0)),
            ("hold_time", "of_all") => KpiValue.Mean(hold, completed.Count),
            ("acw_time", "of_handled") => KpiValue.Mean(wrapUp, completed.Count),
            ("acw_time", _) => KpiValue.Mean(wrapUp, wrapped.Count),
            ("ring_time", _) => KpiValue.Mean(board.Answered.Sum(v => v.RingMs), A),
            ("avg_handle_time", "talk_hold_acw") => KpiValue.Mean(talk + wrapUp, completed.Count),
            ("avg_handle_time", "talk_acw") => KpiValue.Mean(talk - hold + wrapUp, completed.Count),
            ("avg_handle_time", "talk_hold_acw_closed" or "talk_acw_closed") => MeanOf([.. ModelTimes.Of(board, kpi, variant)]),
            _ => throw new ArgumentException($"The model does not know {kpi} {variant}."),
        };
    }

    private long Revenue => board.Facts<RevenueRecorded>().Sum(r => r.AmountMilli);

    private static long Cost(long ms, decimal hour) => (long)Math.Round(ms * hour / 3600, MidpointRounding.AwayFromZero);

    private static KpiValue MeanOf(List<long> times) => KpiValue.Mean(times.Sum(), times.Count);

    private long EndedBy(VisitOutcome outcome) => board.Completed.Count(v => v.Outcome == outcome);

    private static long Waits(IReadOnlyList<ModelVisit> visits) => visits.Sum(v => v.WaitMs);

    private static long Within(IReadOnlyList<ModelVisit> visits, Func<ModelVisit, long> limitMs)
        => visits.Count(v => v.WaitMs <= limitMs(v));

    private long ThresholdOf(ModelVisit visit) => thresholdMs ?? ModelTargets.ThresholdMs(visit.Dims);
}
