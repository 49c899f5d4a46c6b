using CallCenter.V1;

namespace CallCenter.Simulator.Tests;

public sealed class ValidityTests
{
    // Of workforce management, survey and quality tools, and what only an adapter can tell.
    private static readonly Event.KindOneofCase[] OfOtherSystems =
    [
        Event.KindOneofCase.None, Event.KindOneofCase.FloorReport, Event.KindOneofCase.ContactExcluded,
        Event.KindOneofCase.ContactClassified, Event.KindOneofCase.SurveySent, Event.KindOneofCase.ComplaintReceived,
        Event.KindOneofCase.VoicemailLeft, Event.KindOneofCase.StageEnded,
        Event.KindOneofCase.CallbackAttempted, Event.KindOneofCase.CallbackAbandoned, Event.KindOneofCase.ShiftRemoved,
        Event.KindOneofCase.AbsenceReported, Event.KindOneofCase.AbsenceEnded, Event.KindOneofCase.RevenueRecorded,
        Event.KindOneofCase.ConversationJoined, Event.KindOneofCase.ConversationLeft,
    ];

    [Theory]
    [MemberData(nameof(Worlds.NamesAndSeeds), MemberType = typeof(Worlds))]
    public void A_strict_server_takes_every_event(string world, int seed)
    {
        var (_, events) = Worlds.Live(world, seed);
        var server = new StrictServer();

        foreach (var told in events)
            server.Apply(told);

        Assert.NotEmpty(events);
    }

    [Theory]
    [MemberData(nameof(Worlds.NamesAndSeeds), MemberType = typeof(Worlds))]
    public void In_every_queue_each_caller_was_answered_or_left_or_waits(string world, int seed)
    {
        var (center, events) = Worlds.Live(world, seed);
        var queued = events.Select(told => told.VisitQueued).OfType<VisitQueued>();
        var queueOf = queued.ToDictionary(visit => visit.VisitId, visit => visit.Queue);
        var answered = events.Select(told => told.VisitAnswered?.VisitId).OfType<string>().ToHashSet();
        var left = events.Select(told => told.VisitEnded?.VisitId).OfType<string>().Where(id => !answered.Contains(id));
        var waiting = center.Report(center.Time).Visits.Where(live => live.Agent.Length == 0).Select(live => live.Visit.VisitId);

        Assert.Equal(
            queueOf.Values.CountBy(queue => queue).OrderBy(pair => pair.Key, StringComparer.Ordinal),
            answered.Concat(left).Concat(waiting).CountBy(id => queueOf[id]).OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_kind_of_event_happens_but_those_that_other_systems_send()
    {
        var events = new[] { "demo", "understaffed", "tickets" }.SelectMany(world => Worlds.Live(world, 1).Events);

        var missing = Enum.GetValues<Event.KindOneofCase>().Except(events.Select(told => told.KindCase));

        Assert.Equal(OfOtherSystems.Order(), missing.Order());
    }

    [Fact]
    public void Every_outcome_that_a_source_sees_happens()
    {
        var events = new[] { "demo", "understaffed", "one_agent" }.SelectMany(world => Worlds.Live(world, 1).Events);

        var missing = Enum.GetValues<VisitOutcome>()
            .Except(events.Where(told => told.VisitEnded is not null).Select(told => told.VisitEnded.Outcome));

        Assert.Equal([VisitOutcome.Unspecified, VisitOutcome.Lost], missing.Order());
    }

    [Fact]
    public void Every_result_of_offers_every_channel_and_every_membership_state_happens()
    {
        var (_, events) = Worlds.Live("demo", 1);

        Assert.Equal(4, events.Select(told => told.OfferEnded?.Result).OfType<OfferResult>().Distinct().Count());
        Assert.Equal(5, events.Select(told => told.VisitQueued?.Channel).OfType<Channel>().Distinct().Count());
        Assert.Equal(3, events.Select(told => told.QueueMembershipChanged?.State).OfType<MembershipState>().Distinct().Count());
    }

    [Fact]
    public void Agents_have_three_chats_at_once_at_times()
    {
        var (_, events) = Worlds.Live("demo", 1);
        var server = new StrictServer();
        var most = 0;

        foreach (var told in events)
        {
            server.Apply(told);
            if (told.VisitAnswered is { } answered)
                most = Math.Max(most, server.LiveVisits.Count(visit => visit.Agent == answered.Agent));
        }

        Assert.Equal(3, most);
    }

    [Fact]
    public void A_queue_refuses_when_it_is_full_or_unstaffed_and_only_then()
    {
        var (options, _) = Worlds.ByName["understaffed"];
        var limits = options.Queues.ToDictionary(queue => queue.Name, queue => queue.MaxWaiting);
        var server = new StrictServer();
        var refused = 0;

        foreach (var told in Worlds.Live("understaffed", 1).Events)
        {
            server.Apply(told);
            if (told.VisitRefused is not { } refusal)
                continue;
            refused++;
            var waiting = server.LiveVisits.Count(visit => visit.IsWaiting && visit.Facts.Queue == refusal.Queue);
            var staffed = server.Agents.Values.Any(agent => agent.Presence != Presence.Offline
                && agent.Memberships.TryGetValue(refusal.Queue, out var membership) && membership.State == MembershipState.Joined);
            Assert.Equal(refusal.Reason == "full", waiting >= limits[refusal.Queue]);
            Assert.True(refusal.Reason == "full" || (refusal.Reason == "nobody_there" && !staffed));
        }

        Assert.NotEqual(0, refused);
    }

    [Fact]
    public void A_transferred_contact_joins_the_target_queue_within_a_second()
    {
        var (_, events) = Worlds.Live("demo", 2);
        var queued = events.Where(told => told.VisitQueued is not null).ToDictionary(told => told.VisitQueued.VisitId);
        var transfers = events
            .Where(told => told.VisitEnded?.Outcome is VisitOutcome.TransferredBlind or VisitOutcome.TransferredConsult)
            .Where(told => told.OccurredTime.Seconds < events[^1].OccurredTime.Seconds - 1)
            .ToList();

        Assert.NotEmpty(transfers);
        Assert.All(transfers, transfer => Assert.Single(queued.Values, next =>
            next.VisitQueued.ContactId == queued[transfer.VisitEnded.VisitId].VisitQueued.ContactId
            && next.VisitQueued.Queue == transfer.VisitEnded.TransferTarget
            && (next.OccurredTime - transfer.OccurredTime).ToTimeSpan() is { Ticks: > 0, TotalSeconds: < 1 }));
    }

    // The checker itself. A lost end of an offer is no mistake: the answer, or the end of the visit, ends the offer too.
    [Theory]
    [InlineData(Event.KindOneofCase.VisitQueued)]
    [InlineData(Event.KindOneofCase.VisitOffered)]
    [InlineData(Event.KindOneofCase.VisitAnswered)]
    [InlineData(Event.KindOneofCase.VisitHeld)]
    [InlineData(Event.KindOneofCase.VisitResumed)]
    [InlineData(Event.KindOneofCase.VisitEnded)]
    [InlineData(Event.KindOneofCase.WrapUpEnded)]
    [InlineData(Event.KindOneofCase.AgentPresenceChanged)]
    [InlineData(Event.KindOneofCase.QueueMembershipChanged)]
    public void The_strict_server_notices_a_lost_event(Event.KindOneofCase kind)
    {
        var (events, index) = EventsWithOne(kind);
        events.RemoveAt(index);
        var server = new StrictServer();

        Assert.Throws<RefusedException>(() => events.ForEach(server.Apply));
    }

    [Theory]
    [InlineData(Event.KindOneofCase.VisitQueued)]
    [InlineData(Event.KindOneofCase.VisitOffered)]
    [InlineData(Event.KindOneofCase.OfferEnded)]
    [InlineData(Event.KindOneofCase.VisitAnswered)]
    [InlineData(Event.KindOneofCase.VisitHeld)]
    [InlineData(Event.KindOneofCase.VisitResumed)]
    [InlineData(Event.KindOneofCase.VisitEnded)]
    [InlineData(Event.KindOneofCase.VisitExcluded)]
    [InlineData(Event.KindOneofCase.WrapUpEnded)]
    [InlineData(Event.KindOneofCase.ContactReopened)]
    [InlineData(Event.KindOneofCase.AgentScheduled)]
    [InlineData(Event.KindOneofCase.AgentPresenceChanged)]
    [InlineData(Event.KindOneofCase.QueueMembershipChanged)]
    public void The_strict_server_notices_a_doubled_event(Event.KindOneofCase kind)
    {
        var (events, index) = EventsWithOne(kind);
        events.Insert(index, events[index]);
        var server = new StrictServer();

        Assert.Throws<RefusedException>(() => events.ForEach(server.Apply));
    }

    private static (List<Event> Events, int Index) EventsWithOne(Event.KindOneofCase kind)
    {
        var events = Worlds.Live("demo", 3).Events.ToList();
        return (events, events.FindIndex(events.Count / 4, told => told.KindCase == kind));
    }
}
