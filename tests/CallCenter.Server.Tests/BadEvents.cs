using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using static CallCenter.Testing.Given;

namespace CallCenter.Server.Tests;

/// <summary>Invalid events, each with one fault, after those of <see cref="Floor"/>; and valid ones at the limits.</summary>
internal static class BadEvents
{
    private static readonly string Ascii129 = new('x', 129);
    private static readonly string Euro129 = new('€', 43); // 3 bytes each.
    private static readonly Timestamp Now = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow);

    public static readonly Dictionary<string, (Event Event, string Field)> Invalid = new()
    {
        ["no time"] = (new Event { VisitQueued = new() { VisitId = "v", Queue = "q" } }, "occurred_time"),
        ["time of nanos below zero"] = (Stamped(1_700_000_000, -1), "occurred_time"),
        ["time of a second of nanos"] = (Stamped(1_700_000_000, 1_000_000_000), "occurred_time"),
        ["time before year 1"] = (Stamped(-62_135_596_801, 0), "occurred_time"),
        ["time after year 9999"] = (Stamped(253_402_300_800, 0), "occurred_time"),
        ["time of the largest number"] = (Stamped(long.MaxValue, int.MaxValue), "occurred_time"),
        ["no kind"] = (At(Given.Now, new Event()), "kind"),
        ["a kind of a newer client"] = (OfUnknownKind(), "kind"),
        ["event id of 129 bytes"] = (Named(Ascii129, Queued("v")), "event_id"),
        ["event id with a control character"] = (Named("a\u0001", Queued("v")), "event_id"),
        ["no visit id"] = (Queued(""), "visit_queued.visit_id"),
        ["visit id of 129 bytes"] = (Queued(Ascii129), "visit_queued.visit_id"),
        ["visit id of 129 bytes in 43 characters"] = (Queued(Euro129), "visit_queued.visit_id"),
        ["visit id with a line feed"] = (Queued("a\nb"), "visit_queued.visit_id"),
        ["visit id with DEL"] = (Queued("a\u007f"), "visit_queued.visit_id"),
        ["visit id with a zero byte"] = (Queued("\0"), "visit_queued.visit_id"),
        ["no queue"] = (Queued("v", ""), "visit_queued.queue"),
        ["customer id of 129 bytes"] = (Queue(v => v.CustomerId = Ascii129), "visit_queued.customer_id"),
        ["contact id of 129 bytes"] = (Queue(v => v.ContactId = Ascii129), "visit_queued.contact_id"),
        ["unknown channel"] = (Queue(v => v.Channel = (Channel)77), "visit_queued.channel"),
        ["unknown direction"] = (Queue(v => v.Direction = (Direction)(-1)), "visit_queued.direction"),
        ["tier of 129 bytes"] = (Queue(v => v.CustomerTier = Ascii129), "visit_queued.customer_tier"),
        ["issue type with a tab"] = (Queue(v => v.IssueType = "a\tb"), "visit_queued.issue_type"),
        ["complexity of 129 bytes"] = (Queue(v => v.Complexity = Euro129), "visit_queued.complexity"),
        ["nine tags"] = (Queue(v => v.Tags.Add(Enumerable.Range(0, 9).ToDictionary(i => $"t{i}", _ => "x"))), "visit_queued.tags"),
        ["tag without a name"] = (Queue(v => v.Tags.Add("", "x")), "visit_queued.tags"),
        ["tag value of 129 bytes"] = (Queue(v => v.Tags.Add("t", Ascii129)), "visit_queued.tags"),
        ["offer without an agent"] = (Offered("w", ""), "visit_offered.agent"),
        ["offer without a visit"] = (Offered("", "ann"), "visit_offered.visit_id"),
        ["offer ended without a result"] = (OfferEnded("r", "ann", OfferResult.Unspecified), "offer_ended.result"),
        ["offer ended with an unknown result"] = (OfferEnded("r", "ann", (OfferResult)9), "offer_ended.result"),
        ["answer without an agent"] = (Answered("w", ""), "visit_answered.agent"),
        ["wait below zero"] = (At(Given.Now, new() { VisitAnswered = new() { VisitId = "w", Agent = "ann", ReportedWait = Span(-1) } }),
            "visit_answered.reported_wait"),
        ["wait of nanos below zero"] = (At(Given.Now,
            new() { VisitAnswered = new() { VisitId = "w", Agent = "ann", ReportedWait = Span(0, -1) } }),
            "visit_answered.reported_wait"),
        ["wait of an age"] = (At(Given.Now,
            new() { VisitAnswered = new() { VisitId = "w", Agent = "ann", ReportedWait = Span(315_576_000_000) } }),
            "visit_answered.reported_wait"),
        ["ring of the largest number"] = (At(Given.Now,
            new() { VisitAnswered = new() { VisitId = "w", Agent = "ann", ReportedRing = Span(long.MaxValue) } }),
            "visit_answered.reported_ring"),
        ["wait of more than 31 days"] = (At(Given.Now,
            new() { VisitAnswered = new() { VisitId = "w", Agent = "ann", ReportedWait = Span(31 * 86_400, 1) } }),
            "visit_answered.reported_wait"),
        ["wait of more than 31 days until an abandon"] = (At(Given.Now,
            new() { VisitEnded = new() { VisitId = "w", Outcome = VisitOutcome.Abandoned, ReportedWait = Span(31 * 86_400 + 1) } }),
            "visit_ended.reported_wait"),
        ["ring of more than an hour"] = (At(Given.Now,
            new() { VisitAnswered = new() { VisitId = "w", Agent = "ann", ReportedRing = Span(3_601) } }),
            "visit_answered.reported_ring"),
        ["talk of more than 31 days"] = (At(Given.Now,
            new() { VisitEnded = new() { VisitId = "t", Outcome = VisitOutcome.CompletedByAgent, ReportedTalk = Span(31 * 86_400 + 1) } }),
            "visit_ended.reported_talk"),
        ["tags of 513 bytes"] = (Queue(v => v.Tags.Add(
            Enumerable.Range(0, 4).ToDictionary(i => $"{i}", i => new string('x', i == 0 ? 128 : 127)))), "visit_queued.tags"),
        ["agent id with a C1 control"] = (Offered("w", "a\u0085b"), "visit_offered.agent"),
        ["queue with a line separator"] = (Queue(v => v.Queue = "a\u2028b"), "visit_queued.queue"),
        ["queue with a mark that turns text around"] = (Queue(v => v.Queue = "a\u202eb"), "visit_queued.queue"),
        ["tier with an isolate"] = (Queue(v => v.CustomerTier = "\u2066vip\u2069"), "visit_queued.customer_tier"),
        ["transfer target with a right-to-left mark"] = (At(Given.Now,
            new()
            {
                VisitEnded = new() { VisitId = "t", Outcome = VisitOutcome.TransferredBlind, TransferTarget = "\u200f100" },
            }), "visit_ended.transfer_target"),
        ["talk below zero"] = (At(Given.Now,
            new() { VisitEnded = new() { VisitId = "t", Outcome = VisitOutcome.CompletedByAgent, ReportedTalk = Span(-5) } }),
            "visit_ended.reported_talk"),
        ["end without an outcome"] = (Ended("w", VisitOutcome.Unspecified), "visit_ended.outcome"),
        ["end with an unknown outcome"] = (Ended("w", (VisitOutcome)5), "visit_ended.outcome"),
        ["end with unknown wrap-up"] = (At(Given.Now,
            new() { VisitEnded = new() { VisitId = "t", Outcome = VisitOutcome.Failed, WrapUp = (WrapUp)2 } }),
            "visit_ended.wrap_up"),
        ["target of 129 bytes"] = (At(Given.Now,
            new() { VisitEnded = new() { VisitId = "t", Outcome = VisitOutcome.Failed, TransferTarget = Ascii129 } }),
            "visit_ended.transfer_target"),
        ["wrap-up ended of no visit"] = (At(Given.Now, new() { WrapUpEnded = new() }), "wrap_up_ended.visit_id"),
        ["refusal without a queue"] = (At(Given.Now, new() { VisitRefused = new() }), "visit_refused.queue"),
        ["exclusion with a long reason"] = (At(Given.Now, new() { VisitExcluded = new() { VisitId = "w", Reason = Ascii129 } }),
            "visit_excluded.reason"),
        ["classification of no visit"] = (At(Given.Now, new() { ContactClassified = new() }), "contact_classified.visit_id"),
        ["classification with a long issue"] = (At(Given.Now, new() { ContactClassified = new() { VisitId = "w", IssueType = Ascii129 } }),
            "contact_classified.issue_type"),
        ["classification with a nameless tag"] = (
            At(Given.Now, new() { ContactClassified = new() { VisitId = "w", Tags = { [""] = "x" } } }), "contact_classified.tags"),
        ["message without an author"] = (At(Given.Now, new() { MessageSent = new() { VisitId = "w" } }), "message_sent.author"),
        ["acknowledgement by a customer"] = (
            At(Given.Now, new() { MessageSent = new() { VisitId = "w", Author = MessageAuthor.Customer, IsAcknowledgement = true } }),
            "message_sent.is_acknowledgement"),
        ["message to a visit and a contact"] = (
            At(Given.Now, new() { MessageSent = new() { VisitId = "w", ContactId = "c", Author = MessageAuthor.Agent } }),
            "message_sent.contact_id"),
        ["opened without a contact"] = (At(Given.Now, new() { ContactOpened = new() { Queue = "q" } }), "contact_opened.contact_id"),
        ["opened in a long queue"] = (At(Given.Now, new() { ContactOpened = new() { ContactId = "c", Queue = Ascii129 } }),
            "contact_opened.queue"),
        ["opened by a long customer"] = (At(Given.Now, new() { ContactOpened = new() { ContactId = "c", CustomerId = Ascii129 } }),
            "contact_opened.customer_id"),
        ["opened with a nameless tag"] = (At(Given.Now, new() { ContactOpened = new() { ContactId = "c", Tags = { [""] = "x" } } }),
            "contact_opened.tags"),
        ["state unspecified"] = (At(Given.Now, new() { ContactStateChanged = new() { ContactId = "c" } }), "contact_state_changed.state"),
        ["state unknown"] = (At(Given.Now, new() { ContactStateChanged = new() { ContactId = "c", State = (ContactState)9 } }),
            "contact_state_changed.state"),
        ["assigned without a contact"] = (At(Given.Now, new() { ContactAssigned = new() { Agent = "ann" } }),
            "contact_assigned.contact_id"),
        ["contact excluded without a contact"] = (At(Given.Now, new() { ContactExcluded = new() }), "contact_excluded.contact_id"),
        ["exclusion with an unknown scope"] = (
            At(Given.Now, new() { VisitExcluded = new() { VisitId = "w", Scope = (ExclusionScope)9 } }), "visit_excluded.scope"),
        ["classification of a visit and a contact"] = (
            At(Given.Now, new() { ContactClassified = new() { VisitId = "w", ContactId = "c" } }), "contact_classified.contact_id"),
        ["closed without a contact"] = (At(Given.Now, new() { ContactClosed = new() }), "contact_closed.contact_id"),
        ["resolved without a contact"] = (At(Given.Now, new() { ContactResolved = new() { Queue = "q" } }), "contact_resolved.contact_id"),
        ["reopened on an unknown channel"] = (At(Given.Now, new() { ContactReopened = new() { ContactId = "c", Channel = (Channel)9 } }),
            "contact_reopened.channel"),
        ["survey of NaN"] = (Survey(double.NaN), "survey_answered.score"),
        ["survey of infinity"] = (Survey(double.PositiveInfinity), "survey_answered.score"),
        ["survey of minus infinity"] = (Survey(double.NegativeInfinity), "survey_answered.score"),
        ["survey without a score"] = (Survey(0), "survey_answered.score"),
        ["survey above 5"] = (Survey(5.001), "survey_answered.score"),
        ["joined in no role"] = (At(Given.Now, new() { ConversationJoined = new() { VisitId = "t", Agent = "bob" } }),
            "conversation_joined.role"),
        ["joined by nobody"] = (
            At(Given.Now, new() { ConversationJoined = new() { VisitId = "t", Role = ConversationRole.Consulted } }),
            "conversation_joined.agent"),
        ["left by nobody"] = (At(Given.Now, new() { ConversationLeft = new() { VisitId = "t" } }), "conversation_left.agent"),
        ["call-back without a result"] = (At(Given.Now, new() { CallbackAttempted = new() { ContactId = "c" } }),
            "callback_attempted.result"),
        ["call-back abandoned of no contact"] = (At(Given.Now, new() { CallbackAbandoned = new() { Queue = "q" } }),
            "callback_abandoned.contact_id"),
        ["survey of 11"] = (At(Given.Now, new() { SurveyAnswered = new() { ContactId = "c", Recommendation = 11 } }),
            "survey_answered.recommendation"),
        ["survey sent without a contact"] = (At(Given.Now, new() { SurveySent = new() { Queue = "q" } }), "survey_sent.contact_id"),
        ["complaint with a long reason"] = (At(Given.Now, new() { ComplaintReceived = new() { ContactId = "c", Reason = Ascii129 } }),
            "complaint_received.reason"),
        ["voicemail on an unknown channel"] = (At(Given.Now, new() { VoicemailLeft = new() { ContactId = "c", Channel = (Channel)9 } }),
            "voicemail_left.channel"),
        ["stage without a name"] = (At(Given.Now, new() { StageEnded = new() { ContactId = "c", Duration = Span(5) } }),
            "stage_ended.stage"),
        ["stage without a duration"] = (At(Given.Now, new() { StageEnded = new() { ContactId = "c", Stage = "approval" } }),
            "stage_ended.duration"),
        ["more correct answers than judged"] = (
            At(Given.Now, new() { QualityScored = new() { ContactId = "c", Agent = "ann", JudgedCount = 2, CorrectCount = 3 } }),
            "quality_scored.correct_count"),
        ["quality without an agent"] = (At(Given.Now, new() { QualityScored = new() { ContactId = "c", Score = 50 } }),
            "quality_scored.agent"),
        ["revenue of infinity"] = (Revenue(double.PositiveInfinity), "revenue_recorded.amount"),
        ["revenue above a million"] = (Revenue(1_000_000.001), "revenue_recorded.amount"),
        ["revenue below minus a million"] = (Revenue(-1_000_000.001), "revenue_recorded.amount"),
        ["revenue of no contact"] = (At(Given.Now, new() { RevenueRecorded = new() { Amount = 1 } }), "revenue_recorded.contact_id"),
        ["quality of NaN"] = (Quality(double.NaN), "quality_scored.score"),
        ["quality below 0"] = (Quality(-0.001), "quality_scored.score"),
        ["quality above 100"] = (Quality(100.001), "quality_scored.score"),
        ["presence unspecified"] = (Present("ann", Presence.Unspecified), "agent_presence_changed.presence"),
        ["presence unknown"] = (Present("ann", (Presence)9), "agent_presence_changed.presence"),
        ["presence of nobody"] = (Present(""), "agent_presence_changed.agent"),
        ["membership unspecified"] = (Member("ann", "q", MembershipState.Unspecified), "queue_membership_changed.state"),
        ["membership of no queue"] = (Member("ann", ""), "queue_membership_changed.queue"),
        ["name of 129 bytes"] = (At(Given.Now, new() { AgentDescribed = new() { Agent = "ann", DisplayName = Ascii129 } }),
            "agent_described.display_name"),
        ["capacity of no channel"] = (Capacity(Channel.Unspecified, 1), "agent_capacity_changed.channel"),
        ["capacity below 0"] = (Capacity(Channel.Chat, -1), "agent_capacity_changed.slot_count"),
        ["capacity above 100"] = (Capacity(Channel.Chat, 101), "agent_capacity_changed.slot_count"),
        ["shift without a start"] = (Shift(null, Now), "agent_scheduled.start_time"),
        ["shift without an end"] = (Shift(Now, null), "agent_scheduled.end_time"),
        ["shift of no length"] = (Shift(Now, Now), "agent_scheduled.end_time"),
        ["shift beyond 24 h"] = (Shift(Now, Now + Span(86_401)), "agent_scheduled.end_time"),
        ["shift id of 129 bytes"] = (Plan(s => s.ShiftId = Ascii129), "agent_scheduled.shift_id"),
        ["65 segments"] = (Plan(s => s.Segments.Add(Enumerable.Range(0, 65).Select(i => Segment(i, i + 1)))), "agent_scheduled.segments"),
        ["segment of no activity"] = (Plan(s => s.Segments.Add(Segment(0, 9, ShiftActivity.Unspecified))),
            "agent_scheduled.segments[0].activity"),
        ["segment before the shift"] = (Plan(s => s.Segments.Add(Segment(-1, 9))), "agent_scheduled.segments[0].start_time"),
        ["segment beyond the shift"] = (Plan(s => s.Segments.Add(Segment(0, 3_601))), "agent_scheduled.segments[0].end_time"),
        ["segment of no length"] = (Plan(s => s.Segments.Add(Segment(9, 9))), "agent_scheduled.segments[0].end_time"),
        ["segment over another"] = (Plan(s => s.Segments.Add([Segment(0, 9), Segment(8, 20)])), "agent_scheduled.segments[1].start_time"),
        ["segment without an end"] = (Plan(s => s.Segments.Add(new ShiftSegment { Activity = ShiftActivity.Work, StartTime = Now })),
            "agent_scheduled.segments[0].end_time"),
        ["removal of no shift"] = (At(Given.Now, new() { ShiftRemoved = new() { Agent = "ann" } }), "shift_removed.shift_id"),
        ["absence without an id"] = (Absence(a => a.AbsenceId = ""), "absence_reported.absence_id"),
        ["absence of no length"] = (Absence(a => a.EndTime = Now), "absence_reported.end_time"),
        ["absence beyond 366 days"] = (Absence(a => a.EndTime = Now + Span(366 * 86_400 + 1)), "absence_reported.end_time"),
        ["absence with a reason of 129 bytes"] = (Absence(a => a.Reason = Euro129), "absence_reported.reason"),
        ["end of no absence"] = (At(Given.Now, new() { AbsenceEnded = new() { Agent = "ann" } }), "absence_ended.absence_id"),
        ["report of a visit without a time"] = (Report(new LiveVisit { Visit = new() { VisitId = "w", Queue = "q" } }),
            "floor_report.visits[0].queued_time"),
        ["report of an empty visit"] = (Report(new LiveVisit { QueuedTime = Now }), "floor_report.visits[0].visit"),
        ["report of a visit twice"] = (Report(Live("w"), Live("w")), "floor_report.visits"),
        ["report of a hold without an agent"] = (Report(Live("w", v => v.HeldTime = Now)), "floor_report.visits[0].held_time"),
        ["report of an agent who is offline"] = (Report(new LiveAgent { Agent = "ann", Presence = Presence.Offline }),
            "floor_report.agents[0].presence"),
        ["report of a membership that was left"] = (Report(new LiveAgent
        {
            Agent = "ann",
            Presence = Presence.Available,
            Memberships = { new LiveMembership { Queue = "q", State = MembershipState.Left } },
        }), "floor_report.agents[0].memberships[0].state"),
    };

    public static readonly Dictionary<string, (Event Event, string Kind, string Id, string State, string EventName)> Refused = new()
    {
        ["queued again"] = (Queued("w"), "visit", "w", "waiting", "VisitQueued"),
        ["offer of an unknown visit"] = (Offered("x", "ann"), "visit", "x", "not live", "VisitOffered"),
        ["offer of a connected visit"] = (Offered("t", "bob"), "visit", "t", "connected", "VisitOffered"),
        ["offer to the same agent again"] = (Offered("r", "ann"), "visit", "r", "waiting", "VisitOffered"),
        ["offer ended that was not open"] = (OfferEnded("w", "ann"), "visit", "w", "waiting", "OfferEnded"),
        ["answer of an unknown visit"] = (Answered("x", "ann"), "visit", "x", "not live", "VisitAnswered"),
        ["answer of a connected visit"] = (Answered("t", "bob"), "visit", "t", "connected", "VisitAnswered"),
        ["hold of a waiting visit"] = (Held("w"), "visit", "w", "waiting", "VisitHeld"),
        ["hold of a held visit"] = (Held("h"), "visit", "h", "on hold", "VisitHeld"),
        ["resume of a talking visit"] = (Resumed("t"), "visit", "t", "connected", "VisitResumed"),
        ["end of an unknown visit"] = (Ended("x", VisitOutcome.Abandoned), "visit", "x", "not live", "VisitEnded"),
        ["abandon of a connected visit"] = (Ended("t", VisitOutcome.Abandoned), "visit", "t", "connected", "VisitEnded"),
        ["completion of a waiting visit"] = (Ended("w", VisitOutcome.CompletedByAgent), "visit", "w", "waiting", "VisitEnded"),
        ["wrap-up ended of a talking visit"] = (At(Given.Now, new() { WrapUpEnded = new() { VisitId = "t" } }), "visit", "t", "connected",
            "WrapUpEnded"),
        ["joining a waiting visit"] = (At(Given.Now, new()
        {
            ConversationJoined = new() { VisitId = "w", Agent = "bob", Role = ConversationRole.Conference },
        }), "visit", "w", "waiting", "ConversationJoined"),
        ["classification of an unknown visit"] = (At(Given.Now, new() { ContactClassified = new() { VisitId = "x" } }), "visit", "x",
            "not live", "ContactClassified"),
        ["exclusion of an unknown visit"] = (At(Given.Now, new() { VisitExcluded = new() { VisitId = "x" } }), "visit", "x", "not live",
            "VisitExcluded"),
        ["message in an unknown visit"] = (At(Given.Now, new() { MessageSent = new() { VisitId = "x", Author = MessageAuthor.Bot } }),
            "visit", "x", "not live", "MessageSent"),
        ["leaving by an unknown agent"] = (Member("eve", "q", MembershipState.Left), "agent", "eve", "not known", "QueueMembershipChanged"),
        ["leaving a queue never joined"] = (Member("ann", "q", MembershipState.Left), "agent", "ann", "not a member of 'q'",
            "QueueMembershipChanged"),
        ["capacity of an unknown agent"] = (At(Given.Now,
            new() { AgentCapacityChanged = new() { Agent = "eve", Channel = Channel.Chat, SlotCount = 1 } }),
            "agent", "eve", "not known", "AgentCapacityChanged"),
        ["shift of an unknown agent"] = (At(Given.Now,
            new() { AgentScheduled = new() { Agent = "eve", StartTime = Now, EndTime = Now + Span(60) } }),
            "agent", "eve", "not known", "AgentScheduled"),
        ["removal of an unknown shift"] = (At(Given.Now, new() { ShiftRemoved = new() { Agent = "ann", ShiftId = "late" } }),
            "agent", "ann", "without a shift 'late'", "ShiftRemoved"),
        ["end of an unknown absence"] = (At(Given.Now, new() { AbsenceEnded = new() { Agent = "ann", AbsenceId = "flu" } }),
            "agent", "ann", "without an absence 'flu'", "AbsenceEnded"),
    };

    public static readonly Dictionary<string, Event> Good = new()
    {
        ["visit id of 128 bytes"] = Queued(new string('x', 128)),
        ["visit id of 128 bytes in several a character"] = Queued(new string('€', 42) + "é"),
        ["visit id of a character beyond the first plane"] = Queued("☎️📞"),
        ["four tags"] = Queue(v => v.Tags.Add(Enumerable.Range(0, 4).ToDictionary(i => $"t{i}", _ => ""))),
        ["survey of 1"] = Survey(1),
        ["survey of 5"] = Survey(5),
        ["64 segments that fill a shift"] = Plan(s => s.Segments.Add(Enumerable.Range(0, 64).Select(i => Segment(i * 56, i * 56 + 56)))),
        ["absence of 366 days"] = Absence(a => a.EndTime = Now + Span(366 * 86_400)),
        ["revenue of a million"] = Revenue(1_000_000),
        ["revenue paid back"] = Revenue(-1_000_000),
        ["quality of 0"] = Quality(0),
        ["quality of 100"] = Quality(100),
        ["capacity of 0"] = Capacity(Channel.Chat, 0),
        ["capacity of 100"] = Capacity(Channel.Chat, 100),
        ["shift of 24 h"] = Shift(Now, Now + Span(86_400)),
        ["empty report"] = Report(),
        ["wait of 31 days"] = At(Given.Now,
            new() { VisitAnswered = new() { VisitId = "w", Agent = "ann", ReportedWait = Span(31 * 86_400) } }),
        ["ring of an hour"] = At(Given.Now,
            new() { VisitAnswered = new() { VisitId = "w", Agent = "ann", ReportedRing = Span(3_600) } }),
        ["talk of 31 days"] = At(Given.Now,
            new() { VisitEnded = new() { VisitId = "t", Outcome = VisitOutcome.CompletedByAgent, ReportedTalk = Span(31 * 86_400) } }),
    };

    /// <summary>"w" waits, "t" talks to ann, "h" is on hold with bob, "r" waits and rings at ann; ann and bob are known.</summary>
    public static Event[] Floor() =>
    [
        Present("ann"), Present("bob"), Queued("w"), Queued("t"), Answered("t", "ann"), Queued("h"), Answered("h", "bob"), Held("h"),
        Queued("r"), Offered("r", "ann"),
    ];

    private static Duration Span(long seconds, int nanos = 0) => new() { Seconds = seconds, Nanos = nanos };

    public static Event Stamped(long seconds, int nanos)
    {
        var item = Queued("v");
        item.OccurredTime = new Timestamp { Seconds = seconds, Nanos = nanos };
        return item;
    }

    // What a parser keeps of a field it does not know goes out again: number 200, a message.
    private static Event OfUnknownKind()
        => Event.Parser.ParseFrom([.. Google.Protobuf.MessageExtensions.ToByteArray(At(Given.Now, new Event())), 0xC2, 0x0C, 0x00]);

    private static Event Queue(Action<VisitQueued> change)
    {
        var item = Queued("v");
        change(item.VisitQueued);
        return item;
    }

    private static Event Survey(double score) => At(Given.Now, new() { SurveyAnswered = new() { ContactId = "c", Score = score } });

    private static Event Revenue(double amount)
        => At(Given.Now, new() { RevenueRecorded = new() { ContactId = "c", Agent = "ann", Amount = amount } });

    private static Event Quality(double score)
        => At(Given.Now, new() { QualityScored = new() { ContactId = "c", Agent = "ann", Score = score } });

    private static Event Capacity(Channel channel, int slots)
        => At(Given.Now, new() { AgentCapacityChanged = new() { Agent = "ann", Channel = channel, SlotCount = slots } });

    private static Event Shift(Timestamp? start, Timestamp? end)
        => At(Given.Now, new() { AgentScheduled = new() { Agent = "ann", StartTime = start, EndTime = end } });

    private static Event Plan(Action<AgentScheduled> change)
    {
        var shift = Shift(Now, Now + Span(3_600));
        change(shift.AgentScheduled);
        return shift;
    }

    private static ShiftSegment Segment(int from, int to, ShiftActivity activity = ShiftActivity.Break)
        => new() { Activity = activity, StartTime = Now + Span(from), EndTime = Now + Span(to) };

    private static Event Absence(Action<AbsenceReported> change)
    {
        var absence = new AbsenceReported { Agent = "ann", AbsenceId = "flu", StartTime = Now, EndTime = Now + Span(60), Reason = "flu" };
        change(absence);
        return At(Given.Now, new() { AbsenceReported = absence });
    }

    private static LiveVisit Live(string id, Action<LiveVisit>? change = null)
    {
        var visit = new LiveVisit { Visit = new() { VisitId = id, Queue = "sales" }, QueuedTime = Now };
        change?.Invoke(visit);
        return visit;
    }

    private static Event Report(params LiveVisit[] visits) => At(Given.Now, new() { FloorReport = new() { Visits = { visits } } });

    private static Event Report(LiveAgent agent) => At(Given.Now, new() { FloorReport = new() { Agents = { agent } } });
}
