using CallCenter.V1;

namespace CallCenter.Simulator.Tests;

public sealed class ValidityTests
{
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
    public void In_every_queue_all_who_came_were_answered_or_left_or_wait(string world, int seed)
    {
        var (center, events) = Worlds.Live(world, seed);
        var queueOf = events.Where(told => told.VisitQueued is not null).ToDictionary(told => told.VisitQueued.VisitId, told => told.VisitQueued.Queue);
        var answered = events.Where(told => told.VisitAnswered is not null).Select(told => told.VisitAnswered.VisitId).ToHashSet();
        var left = events.Where(told => told.VisitEnded is not null).Select(told => told.VisitEnded.VisitId).Where(id => !answered.Contains(id));
        var waiting = center.Report(center.Time).Visits.Where(live => live.Agent.Length == 0).Select(live => live.Visit.VisitId);

        Assert.Equal(
            queueOf.Values.CountBy(queue => queue).OrderBy(pair => pair.Key, StringComparer.Ordinal),
            answered.Concat(left).Concat(waiting).CountBy(id => queueOf[id]).OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_kind_of_event_but_the_floor_report_happens()
    {
        var (_, events) = Worlds.Live("demo", 1);

        var missing = Enum.GetValues<Event.KindOneofCase>().Except(events.Select(told => told.KindCase));

        Assert.Equal([Event.KindOneofCase.None, Event.KindOneofCase.FloorReport], missing.Order());
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

        Assert.Equal(4, events.Where(told => told.OfferEnded is not null).Select(told => told.OfferEnded.Result).Distinct().Count());
        Assert.Equal(5, events.Where(told => told.VisitQueued is not null).Select(told => told.VisitQueued.Channel).Distinct().Count());
        Assert.Equal(
            3, events.Where(told => told.QueueMembershipChanged is not null).Select(told => told.QueueMembershipChanged.State).Distinct().Count());
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

    /// <summary>The checker itself: a stream from which one event of a kind is taken away, or said twice, is refused.</summary>
    [Theory]
    [InlineData(Event.KindOneofCase.VisitQueued)]
    [InlineData(Event.KindOneofCase.VisitOffered)]
    [InlineData(Event.KindOneofCase.OfferEnded)]
    [InlineData(Event.KindOneofCase.VisitAnswered)]
    [InlineData(Event.KindOneofCase.VisitHeld)]
    [InlineData(Event.KindOneofCase.VisitResumed)]
    [InlineData(Event.KindOneofCase.VisitEnded)]
    [InlineData(Event.KindOneofCase.WrapUpEnded)]
    [InlineData(Event.KindOneofCase.AgentPresenceChanged)]
    [InlineData(Event.KindOneofCase.QueueMembershipChanged)]
    public void A_strict_server_notices_an_event_lost_or_doubled(Event.KindOneofCase kind)
    {
        var events = Worlds.Live("demo", 3).Events.ToList();
        var index = events.FindIndex(events.Count / 4, told => told.KindCase == kind);
        var lossy = new StrictServer();
        var doubled = new StrictServer();

        Assert.Throws<RefusedException>(() => events.Where((_, place) => place != index).ToList().ForEach(lossy.Apply));
        Assert.Throws<RefusedException>(() => events.Take(index + 1).Append(events[index]).ToList().ForEach(doubled.Apply));
    }
}
