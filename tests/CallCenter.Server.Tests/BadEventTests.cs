using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using static CallCenter.Server.Tests.Given;

namespace CallCenter.Server.Tests;

/// <summary>Every kind of bad event: its reason, its field or state, nothing else lost, and the stream goes on.</summary>
public sealed class BadEventTests : IClassFixture<BadEventTests.Running>
{
    private static readonly string Ascii129 = new('x', 129);
    private static readonly string Euro129 = new('€', 43); // 3 bytes each.
    private static readonly Timestamp Now = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow);

    // "w" waits, "t" talks to ann, "h" is on hold with bob, "r" waits and rings at ann; ann and bob are known.
    private static readonly Dictionary<string, (Event Event, string Field)> Invalid = new()
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
        ["contact id of 129 bytes"] = (Queue(v => v.ContactId = Ascii129), "visit_queued.contact_id"),
        ["unknown channel"] = (Queue(v => v.Channel = (Channel)77), "visit_queued.channel"),
        ["unknown direction"] = (Queue(v => v.Direction = (Direction)(-1)), "visit_queued.direction"),
        ["tier of 129 bytes"] = (Queue(v => v.CustomerTier = Ascii129), "visit_queued.customer_tier"),
        ["issue type with a tab"] = (Queue(v => v.IssueType = "a\tb"), "visit_queued.issue_type"),
        ["complexity of 129 bytes"] = (Queue(v => v.Complexity = Euro129), "visit_queued.complexity"),
        ["five tags"] = (Queue(v => v.Tags.Add(Enumerable.Range(0, 5).ToDictionary(i => $"t{i}", _ => "x"))), "visit_queued.tags"),
        ["tag without a name"] = (Queue(v => v.Tags.Add("", "x")), "visit_queued.tags"),
        ["tag value of 129 bytes"] = (Queue(v => v.Tags.Add("t", Ascii129)), "visit_queued.tags"),
        ["offer without an agent"] = (Offered("w", ""), "visit_offered.agent"),
        ["offer without a visit"] = (Offered("", "ann"), "visit_offered.visit_id"),
        ["offer ended without a result"] = (OfferEnded("r", "ann", OfferResult.Unspecified), "offer_ended.result"),
        ["offer ended with an unknown result"] = (OfferEnded("r", "ann", (OfferResult)9), "offer_ended.result"),
        ["answer without an agent"] = (Answered("w", ""), "visit_answered.agent"),
        ["wait below zero"] = (At(Given.Now, new() { VisitAnswered = new() { VisitId = "w", Agent = "ann", ReportedWait = Span(-1) } }),
            "visit_answered.reported_wait"),
        ["wait of nanos below zero"] = (At(Given.Now, new() { VisitAnswered = new() { VisitId = "w", Agent = "ann", ReportedWait = Span(0, -1) } }),
            "visit_answered.reported_wait"),
        ["wait of an age"] = (At(Given.Now, new() { VisitAnswered = new() { VisitId = "w", Agent = "ann", ReportedWait = Span(315_576_000_000) } }),
            "visit_answered.reported_wait"),
        ["ring of the largest number"] = (At(Given.Now, new() { VisitAnswered = new() { VisitId = "w", Agent = "ann", ReportedRing = Span(long.MaxValue) } }),
            "visit_answered.reported_ring"),
        ["talk below zero"] = (At(Given.Now, new() { VisitEnded = new() { VisitId = "t", Outcome = VisitOutcome.CompletedByAgent, ReportedTalk = Span(-5) } }),
            "visit_ended.reported_talk"),
        ["end without an outcome"] = (Ended("w", VisitOutcome.Unspecified), "visit_ended.outcome"),
        ["end with an unknown outcome"] = (Ended("w", (VisitOutcome)5), "visit_ended.outcome"),
        ["end with unknown wrap-up"] = (At(Given.Now, new() { VisitEnded = new() { VisitId = "t", Outcome = VisitOutcome.Failed, WrapUp = (WrapUp)2 } }),
            "visit_ended.wrap_up"),
        ["target of 129 bytes"] = (At(Given.Now, new() { VisitEnded = new() { VisitId = "t", Outcome = VisitOutcome.Failed, TransferTarget = Ascii129 } }),
            "visit_ended.transfer_target"),
        ["wrap-up ended of no visit"] = (At(Given.Now, new() { WrapUpEnded = new() }), "wrap_up_ended.visit_id"),
        ["refusal without a queue"] = (At(Given.Now, new() { VisitRefused = new() }), "visit_refused.queue"),
        ["exclusion with a long reason"] = (At(Given.Now, new() { VisitExcluded = new() { VisitId = "w", Reason = Ascii129 } }), "visit_excluded.reason"),
        ["message without an author"] = (At(Given.Now, new() { MessageSent = new() { VisitId = "w" } }), "message_sent.author"),
        ["resolved without a contact"] = (At(Given.Now, new() { ContactResolved = new() { Queue = "q" } }), "contact_resolved.contact_id"),
        ["reopened on an unknown channel"] = (At(Given.Now, new() { ContactReopened = new() { ContactId = "c", Channel = (Channel)9 } }),
            "contact_reopened.channel"),
        ["survey of NaN"] = (Survey(double.NaN), "survey_answered.score"),
        ["survey of infinity"] = (Survey(double.PositiveInfinity), "survey_answered.score"),
        ["survey of minus infinity"] = (Survey(double.NegativeInfinity), "survey_answered.score"),
        ["survey without a score"] = (Survey(0), "survey_answered.score"),
        ["survey above 5"] = (Survey(5.001), "survey_answered.score"),
        ["quality without an agent"] = (At(Given.Now, new() { QualityScored = new() { ContactId = "c", Score = 50 } }), "quality_scored.agent"),
        ["quality of NaN"] = (Quality(double.NaN), "quality_scored.score"),
        ["quality below 0"] = (Quality(-0.001), "quality_scored.score"),
        ["quality above 100"] = (Quality(100.001), "quality_scored.score"),
        ["presence unspecified"] = (Present("ann", Presence.Unspecified), "agent_presence_changed.presence"),
        ["presence unknown"] = (Present("ann", (Presence)9), "agent_presence_changed.presence"),
        ["presence of nobody"] = (Present(""), "agent_presence_changed.agent"),
        ["membership unspecified"] = (Member("ann", "q", MembershipState.Unspecified), "queue_membership_changed.state"),
        ["membership of no queue"] = (Member("ann", ""), "queue_membership_changed.queue"),
        ["name of 129 bytes"] = (At(Given.Now, new() { AgentDescribed = new() { Agent = "ann", DisplayName = Ascii129 } }), "agent_described.display_name"),
        ["capacity of no channel"] = (Capacity(Channel.Unspecified, 1), "agent_capacity_changed.channel"),
        ["capacity below 0"] = (Capacity(Channel.Chat, -1), "agent_capacity_changed.slot_count"),
        ["capacity above 100"] = (Capacity(Channel.Chat, 101), "agent_capacity_changed.slot_count"),
        ["shift without a start"] = (Shift(null, Now), "agent_scheduled.start_time"),
        ["shift without an end"] = (Shift(Now, null), "agent_scheduled.end_time"),
        ["shift of no length"] = (Shift(Now, Now), "agent_scheduled.end_time"),
        ["shift beyond 24 h"] = (Shift(Now, Now + Span(86_401)), "agent_scheduled.end_time"),
        ["report of a visit without a time"] = (Report(new LiveVisit { Visit = new() { VisitId = "w", Queue = "q" } }), "floor_report.visits[0].queued_time"),
        ["report of an empty visit"] = (Report(new LiveVisit { QueuedTime = Now }), "floor_report.visits[0].visit"),
        ["report of a visit twice"] = (Report(Live("w"), Live("w")), "floor_report.visits"),
        ["report of a hold without an agent"] = (Report(Live("w", v => v.HeldTime = Now)), "floor_report.visits[0].held_time"),
        ["report of an agent who is offline"] = (Report(new LiveAgent { Agent = "ann", Presence = Presence.Offline }), "floor_report.agents[0].presence"),
        ["report of a membership that was left"] = (Report(new LiveAgent
        {
            Agent = "ann",
            Presence = Presence.Available,
            Memberships = { new LiveMembership { Queue = "q", State = MembershipState.Left } },
        }), "floor_report.agents[0].memberships[0].state"),
    };

    private static readonly Dictionary<string, (Event Event, string Kind, string Id, string State, string EventName)> Refused = new()
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
        ["wrap-up ended of a talking visit"] = (At(Given.Now, new() { WrapUpEnded = new() { VisitId = "t" } }), "visit", "t", "connected", "WrapUpEnded"),
        ["exclusion of an unknown visit"] = (At(Given.Now, new() { VisitExcluded = new() { VisitId = "x" } }), "visit", "x", "not live", "VisitExcluded"),
        ["message in an unknown visit"] = (At(Given.Now, new() { MessageSent = new() { VisitId = "x", Author = MessageAuthor.Bot } }),
            "visit", "x", "not live", "MessageSent"),
        ["leaving by an unknown agent"] = (Member("eve", "q", MembershipState.Left), "agent", "eve", "not known", "QueueMembershipChanged"),
        ["leaving a queue never joined"] = (Member("ann", "q", MembershipState.Left), "agent", "ann", "not a member of 'q'", "QueueMembershipChanged"),
        ["capacity of an unknown agent"] = (At(Given.Now, new() { AgentCapacityChanged = new() { Agent = "eve", Channel = Channel.Chat, SlotCount = 1 } }),
            "agent", "eve", "not known", "AgentCapacityChanged"),
        ["shift of an unknown agent"] = (At(Given.Now, new() { AgentScheduled = new() { Agent = "eve", StartTime = Now, EndTime = Now + Span(60) } }),
            "agent", "eve", "not known", "AgentScheduled"),
    };

    private static readonly Dictionary<string, Event> Good = new()
    {
        ["visit id of 128 bytes"] = Queued(new string('x', 128)),
        ["visit id of 128 bytes in several a character"] = Queued(new string('€', 42) + "é"),
        ["visit id of a character beyond the first plane"] = Queued("☎️📞"),
        ["four tags"] = Queue(v => v.Tags.Add(Enumerable.Range(0, 4).ToDictionary(i => $"t{i}", _ => ""))),
        ["survey of 1"] = Survey(1),
        ["survey of 5"] = Survey(5),
        ["quality of 0"] = Quality(0),
        ["quality of 100"] = Quality(100),
        ["capacity of 0"] = Capacity(Channel.Chat, 0),
        ["capacity of 100"] = Capacity(Channel.Chat, 100),
        ["shift of 24 h"] = Shift(Now, Now + Span(86_400)),
        ["empty report"] = Report(),
        ["wait of a year"] = At(Given.Now, new() { VisitAnswered = new() { VisitId = "w", Agent = "ann", ReportedWait = Span(31_536_000) } }),
    };

    private readonly LiveServer _server;
    private readonly string _source = $"pbx-{Guid.NewGuid()}";

    public BadEventTests(Running running) => _server = running.Server;

    public static TheoryData<string> InvalidNames => [.. Invalid.Keys];

    public static TheoryData<string> RefusedNames => [.. Refused.Keys];

    public static TheoryData<string> GoodNames => [.. Good.Keys];

    [Theory]
    [MemberData(nameof(InvalidNames))]
    public async Task An_invalid_event_is_EVENT_INVALID_and_names_its_field(string name)
    {
        var rejection = await RejectionAsync(Invalid[name].Event);

        Assert.Equal((ErrorReason.EventInvalid, $"field={Invalid[name].Field}"), (rejection.Reason, Text(rejection)));
        Assert.StartsWith(Invalid[name].Field, rejection.Message);
    }

    [Theory]
    [MemberData(nameof(RefusedNames))]
    public async Task An_event_that_does_not_fit_is_TRANSITION_REFUSED_and_says_why(string name)
    {
        var (item, kind, id, state, eventName) = Refused[name];

        var rejection = await RejectionAsync(item);

        Assert.Equal((ErrorReason.TransitionRefused, $"event={eventName} state={state} {kind}={id}"), (rejection.Reason, Text(rejection, kind)));
        Assert.Contains($"'{id}' is {state}", rejection.Message);
    }

    [Fact]
    public async Task An_event_older_than_nine_days_is_EVENT_TOO_OLD()
    {
        var occurred = Given.Now.AddDays(-9).AddSeconds(-5);

        var rejection = await RejectionAsync(At(occurred, Queued("v")));

        Assert.Equal(ErrorReason.EventTooOld, rejection.Reason);
        Assert.Equal(["occurredTime", "oldestTime"], rejection.Metadata.Keys.Order());
        Assert.Equal(occurred, DateTimeOffset.Parse(rejection.Metadata["occurredTime"], System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task The_first_moment_that_can_be_sent_is_EVENT_TOO_OLD()
        => Assert.Equal(ErrorReason.EventTooOld, (await RejectionAsync(Stamped(-62_135_596_800, 0))).Reason);

    [Theory]
    [InlineData(6)]
    [InlineData(86_400 * 365)]
    public async Task An_event_from_the_future_counts_at_the_servers_time(int seconds)
    {
        await using var adapter = await _server.HelloAsync(_source);

        var acked = await adapter.SendAndAckAsync(1, At(Given.Now.AddSeconds(seconds + 5), Queued("v")), Queued("w"));

        Assert.Empty(acked.Rejections);
        await AssertCountAsync([2, 2, 1], "contacts_offered", "events_counted", "events_future");
    }

    [Theory]
    [MemberData(nameof(GoodNames))]
    public async Task What_is_just_right_is_counted(string name)
    {
        await using var adapter = await _server.HelloAsync(_source);
        await adapter.SendAndAckAsync(1, Floor());

        var acked = await adapter.SendAndAckAsync(Floor().Length + 1, Good[name].Clone());

        Assert.Empty(acked.Rejections);
    }

    /// <summary>Sends a bad event between good ones on one stream; all but it must count.</summary>
    private async Task<Rejection> RejectionAsync(Event bad)
    {
        var floor = Floor();
        await using var adapter = await _server.HelloAsync(_source);
        await adapter.SendAndAckAsync(1, floor);

        await adapter.SendAsync(floor.Length + 1, Queued("before"), bad.Clone(), Queued("after"));
        var acked = await adapter.AckedAsync(floor.Length + 3);
        var later = await adapter.SendAndAckAsync(floor.Length + 4, Queued("later"));

        Assert.Empty(later.Rejections);
        await AssertCountAsync([7, floor.Length + 3, 1], "contacts_offered", "events_counted", "events_rejected");
        var rejection = Assert.Single(acked.Rejections);
        Assert.Equal(floor.Length + 2, rejection.Sequence);
        return rejection;
    }

    private async Task AssertCountAsync(long[] expected, params string[] kpis)
    {
        var selector = Select(kpis);
        selector.Where.Add(new Filter { Dimension = "source", Values = { _source } });
        Assert.Equal(expected, (await _server.BoardAsync(selector)).Rows[0].Values.Select(v => v.Count));
    }

    private static Event[] Floor() =>
    [
        Present("ann"), Present("bob"), Queued("w"), Queued("t"), Answered("t", "ann"), Queued("h"), Answered("h", "bob"), Held("h"),
        Queued("r"), Offered("r", "ann"),
    ];

    private static string Text(Rejection rejection, string last = "")
        => string.Join(' ', rejection.Metadata.OrderBy(m => m.Key == last).ThenBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key}={m.Value}"));

    private static Duration Span(long seconds, int nanos = 0) => new() { Seconds = seconds, Nanos = nanos };

    private static Event Stamped(long seconds, int nanos)
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

    private static Event Quality(double score) => At(Given.Now, new() { QualityScored = new() { ContactId = "c", Agent = "ann", Score = score } });

    private static Event Capacity(Channel channel, int slots)
        => At(Given.Now, new() { AgentCapacityChanged = new() { Agent = "ann", Channel = channel, SlotCount = slots } });

    private static Event Shift(Timestamp? start, Timestamp? end)
        => At(Given.Now, new() { AgentScheduled = new() { Agent = "ann", StartTime = start, EndTime = end } });

    private static LiveVisit Live(string id, Action<LiveVisit>? change = null)
    {
        var visit = new LiveVisit { Visit = new() { VisitId = id, Queue = "sales" }, QueuedTime = Now };
        change?.Invoke(visit);
        return visit;
    }

    private static Event Report(params LiveVisit[] visits) => At(Given.Now, new() { FloorReport = new() { Visits = { visits } } });

    private static Event Report(LiveAgent agent) => At(Given.Now, new() { FloorReport = new() { Agents = { agent } } });

    /// <summary>One server for all cases: each has a source of its own.</summary>
    public sealed class Running : IAsyncLifetime
    {
        internal LiveServer Server { get; private set; } = null!;

        public async Task InitializeAsync() => Server = await LiveServer.StartAsync();

        public async Task DisposeAsync() => await Server.DisposeAsync();
    }
}
