using CallCenter.Core.Encoding;
using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Tests.Floors;

/// <summary>What one source may have, and that work is linear in the size of an event.</summary>
public sealed class LimitTests
{
    private static readonly FloorOptions Few = new()
    {
        VisitsMax = 2,
        OffersMax = 2,
        AgentsMax = 3,
        MembershipsMax = 2,
        TagSetsMax = 1,
        EventIdsMax = 2,
    };

    private readonly Instant _now = Centre.Start;

    [Fact]
    public void Visit_beyond_the_limit_is_refused_until_another_one_ends()
    {
        var floor = new SourceFloor(Few);
        Queue(floor, "v1");
        Queue(floor, "v2");
        Assert.Equal("max=2", Refused(floor, Queued("v3")));
        Count(floor, new VisitEnded("v1", VisitOutcome.Abandoned, null, null, false) { OccurredAt = _now });
        Queue(floor, "v3");
    }

    [Fact]
    public void Offer_beyond_the_limit_is_refused()
    {
        var floor = new SourceFloor(Few);
        Queue(floor, "v1");
        Count(floor, new VisitOffered("v1", "a1") { OccurredAt = _now });
        Count(floor, new VisitOffered("v1", "a2") { OccurredAt = _now });
        Assert.Equal("max=2", Refused(floor, new VisitOffered("v1", "a3") { OccurredAt = _now }));
    }

    [Fact]
    public void Membership_beyond_the_limit_is_refused_and_known_ones_may_change()
    {
        var floor = new SourceFloor(Few);
        Count(floor, Join("a1", "q1"));
        Count(floor, Join("a1", "q2"));
        Assert.Equal("max=2", Refused(floor, Join("a1", "q3")));
        Count(floor, Join("a1", "q2"));
    }

    [Fact]
    public void Agent_beyond_the_limit_is_refused_in_every_kind_of_event()
    {
        var floor = new SourceFloor(Few);
        foreach (var i in Enumerable.Range(1, 3)) Count(floor, Join($"a{i}", "q1"));
        Queue(floor, "v1");
        SourceEvent[] naming =
        [
            Join("a4", "q1"), new AgentPresenceChanged("a4", Presence.Available, "") { OccurredAt = _now },
            new AgentDescribed("a4", "", "t", "") { OccurredAt = _now }, new VisitOffered("v1", "a4") { OccurredAt = _now },
            new VisitAnswered("v1", "a4", null, null) { OccurredAt = _now },
            new FloorReported([], [new LiveAgent("a4", Presence.Available, "", [])]) { OccurredAt = _now },
        ];
        Assert.All(naming, e => Assert.Equal("max=3", Refused(floor, e)));
    }

    [Fact]
    public void Agent_absent_for_long_is_forgotten_unless_described()
    {
        var floor = new SourceFloor(new FloorOptions());
        Count(floor, new AgentPresenceChanged("a1", Presence.Available, "") { OccurredAt = _now });
        Count(floor, new AgentPresenceChanged("a1", Presence.Offline, "") { OccurredAt = _now });
        Count(floor, new AgentDescribed("a2", "", "t", "") { OccurredAt = _now });
        Count(floor, new AgentPresenceChanged("a3", Presence.Available, "") { OccurredAt = _now });
        floor.Advance(_now + TimeSpan.FromHours(1));
        Assert.Equal(3, floor.AllItems.Count(i => i.Key.Kind == FloorItemKind.AgentFixed));
        floor.DrainChanges(StoredFormat.Newest);
        floor.Advance(_now + TimeSpan.FromHours(1) + TimeSpan.FromMilliseconds(1));
        Assert.Equal(2, floor.AllItems.Count(i => i.Key.Kind == FloorItemKind.AgentFixed));
        Assert.Equal(3, floor.DrainChanges(StoredFormat.Newest).Items.Count(i => i.Value is null));
    }

    [Fact]
    public void Visit_with_too_many_tag_sets_counts_without_them_and_is_reported()
    {
        var floor = new SourceFloor(Few);
        Count(floor, Queued("v1", TagText.Of([new("site", "a")])));
        Count(floor, Queued("v2", TagText.Of([new("site", "b")])));
        var changes = floor.DrainChanges(StoredFormat.Newest);
        Assert.Equal(1, Sum(changes, Measure.DimensionsDropped));
        Assert.Equal(2, Sum(changes, Measure.Offered));
        Assert.Single(changes.Rows, r => r.Tags.Length > 0);
        var restored = new SourceFloor(Few, changes.KnownRows(), []);
        Count(restored, Queued("v3", TagText.Of([new("site", "a")])));
        Assert.Equal(0, Sum(restored.DrainChanges(StoredFormat.Newest), Measure.DimensionsDropped));
    }

    // As many entries as agents times queues would be more than there may be rows.
    [Fact]
    public void Visits_that_share_a_row_over_the_limit_count_for_their_own_queues_when_there_is_room_again()
    {
        var floor = new SourceFloor(new FloorOptions());
        floor.SetRoom(TenantRoom.Unlimited with { Rows = new TenantShare(1, 1) });
        Count(floor, new VisitQueued("v1", "v1", Centre.TraitsOf("q1")) { OccurredAt = _now });
        Count(floor, new VisitQueued("v2", "v2", Centre.TraitsOf("q2")) { OccurredAt = _now });
        floor.SetRoom(TenantRoom.Unlimited);
        Count(floor, new VisitAnswered("v1", "ann", null, null) { OccurredAt = _now });
        Count(floor, new VisitAnswered("v2", "ann", null, null) { OccurredAt = _now });
        var changes = floor.DrainChanges(StoredFormat.Newest);
        var answered = changes.Deltas.Where(d => d.Measure == Measure.Answered).Select(d => (changes.Rows[d.Row].Queue, d.Value));
        Assert.Equal([("q1", 1), ("q2", 1)], answered.Order());
        Assert.Equal(2, Sum(changes, Measure.DimensionsDropped));
    }

    [Fact]
    public void Limits_that_were_reached_are_handed_over_once()
    {
        var floor = new SourceFloor(Few);
        Queue(floor, "v1");
        Queue(floor, "v2");
        Refused(floor, Queued("v3"));
        Refused(floor, Queued("v4"));
        Assert.Equal([new LimitReached(SourceLimit.Visits, 2, 2, "Engine:Floor:VisitsMax")], floor.DrainLimitsReached());
        Assert.Empty(floor.DrainLimitsReached());
        Assert.Equal(2, Sum(floor.DrainChanges(StoredFormat.Newest), Measure.EventsOverLimit));
    }

    [Fact]
    public void Event_id_beyond_the_limit_pushes_the_oldest_out()
    {
        var floor = new SourceFloor(Few);
        foreach (var i in Enumerable.Range(1, 3)) Count(floor, Join($"a{i}", "q1") with { EventId = $"e{i}" });
        Assert.Equal(ApplyResult.Duplicate, floor.Apply(Join("a1", "q1") with { EventId = "e2" }, _now, out _));
        Assert.Equal(ApplyResult.Counted, floor.Apply(Join("a1", "q1") with { EventId = "e1" }, _now, out _));
    }

    // One more membership costs the same whether the agent has none or hundreds.
    [Fact]
    public void Membership_event_moves_that_membership_only()
    {
        var floor = new SourceFloor(new FloorOptions());
        Count(floor, new AgentPresenceChanged("a1", Presence.Available, "") { OccurredAt = _now });
        foreach (var i in Enumerable.Range(0, 1_000)) Count(floor, Join("a1", $"q{i}"));
        var saved = 0;
        floor.BeforeChange = () => saved++;
        Count(floor, new QueueMembershipChanged("a1", "q500", MembershipState.Paused, "") { OccurredAt = _now });
        Assert.InRange(saved, 1, 5);
    }

    [Fact]
    public void The_number_of_revertible_counts_is_limited()
    {
        var floor = new SourceFloor(new FloorOptions());
        Queue(floor, "v1");
        foreach (var _ in Enumerable.Range(0, 5_000)) Count(floor, new MessageSent("v1", MessageAuthor.Customer) { OccurredAt = _now });
        Assert.All(floor.DrainChanges(StoredFormat.Newest).Items, i => Assert.InRange(i.Value?.Length ?? 0, 0, 10_000));
        Count(floor, new VisitExcluded("v1", "test") { OccurredAt = _now });
        Assert.Equal(-1_000, Sum(floor.DrainChanges(StoredFormat.Newest), Measure.MessagesIn));
    }

    [Fact]
    public void Hold_is_never_longer_than_the_conversation_that_the_source_reports()
    {
        var centre = new Centre().Queue("v1").Answer("v1", "ann").Hold("v1").At(4.3).Resume("v1").At(4.4);
        centre.Send(new VisitEnded("v1", VisitOutcome.CompletedByAgent, null, TimeSpan.FromSeconds(4), false) { OccurredAt = centre.Now });
        Assert.Equal(
            (0, 4_000, 4_000),
            (centre.Value("talk_time", "without_hold").A, centre.Value("talk_time", "with_hold").A,
                centre.Value("hold_time", "of_held").A));
    }

    [Fact]
    public void Transfer_counts_by_its_target_and_once_in_total()
    {
        var floor = new SourceFloor(new FloorOptions());
        foreach (var (visit, target) in ((string, string)[])[("v1", "600"), ("v2", "600"), ("v3", "")])
        {
            Queue(floor, visit);
            Count(floor, new VisitAnswered(visit, "ann", null, null) { OccurredAt = _now });
            Count(floor, new VisitEnded(visit, VisitOutcome.TransferredBlind, null, null, false, target) { OccurredAt = _now });
        }
        var changes = floor.DrainChanges(StoredFormat.Newest);
        var byTarget = changes.Deltas.Where(d => d.Measure == Measure.TransferredBlind)
            .Select(d => (changes.Rows[d.Row].Agent, changes.Rows[d.Row].Reason, d.Value));
        Assert.Equal([("ann", "", 1), ("ann", "600", 2)], byTarget.Order());
        Assert.Equal(3, Sum(changes, Measure.Completed));
    }

    private VisitQueued Queued(string visit, string tags = "")
        => new(visit, visit, Centre.TraitsOf("sales") with { Tags = tags }) { OccurredAt = _now };

    private void Queue(SourceFloor floor, string visit) => Count(floor, Queued(visit));

    private QueueMembershipChanged Join(string agent, string queue)
        => new(agent, queue, MembershipState.Joined, "") { OccurredAt = _now };

    private void Count(SourceFloor floor, SourceEvent e) => Assert.Equal(ApplyResult.Counted, floor.Apply(e, _now, out _));

    private string Refused(SourceFloor floor, SourceEvent e)
    {
        Assert.Equal(ApplyResult.Refused, floor.Apply(e, _now, out var refusal));
        Assert.Equal(RefusalReason.OverLimit, refusal!.Reason);
        return $"max={refusal.Metadata["max"]}";
    }

    private static long Sum(FloorCommit changes, Measure measure) => changes.Deltas.Where(d => d.Measure == measure).Sum(d => d.Value);
}
