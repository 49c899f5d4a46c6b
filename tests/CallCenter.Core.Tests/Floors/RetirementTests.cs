using CallCenter.Core.Encoding;
using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Tests.Floors;

/// <summary>A row that no window can show any more, and nothing live is counted in, retires.</summary>
public sealed class RetirementTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly SourceFloor _floor = new(
        new FloorOptions { AgentKept = 400 * Day, SilentVisitMax = new SilenceLimits { Phone = 400 * Day } });
    private readonly Dictionary<int, RowKey> _keys = [];
    private Instant _now = Centre.Start;

    [Fact]
    public void Row_retires_ten_days_after_its_last_use_by_the_newest_event()
    {
        Pass("old");
        Assert.Equal([], QueuesRetiredAfter(10 * Day));
        Assert.Equal(["old"], QueuesRetiredAfter(TimeSpan.FromHours(1)));
        Assert.Equal([], QueuesRetiredAfter(TimeSpan.FromHours(1)));
    }

    [Fact]
    public void Passing_of_time_without_an_event_retires_nothing()
    {
        Pass("old");
        _now += 30 * Day;
        _floor.Advance(_now);
        _floor.Reject(_now);
        Assert.Equal([], Retired(_floor.DrainChanges(StoredFormat.Newest)));
    }

    [Fact]
    public void Later_use_puts_the_retirement_off()
    {
        Pass("old");
        Assert.Equal([], QueuesRetiredAfter(9 * Day));
        Pass("old");
        Assert.Equal([], QueuesRetiredAfter(9 * Day));
    }

    [Fact]
    public void Retired_key_gets_a_new_number_and_a_new_row()
    {
        Pass("old");
        QueuesRetiredAfter(11 * Day);
        Apply(Queued("v", "old"));
        var commit = _floor.DrainChanges(StoredFormat.Newest);
        Assert.Equal("old", Assert.Single(commit.Rows).Queue);
        Assert.DoesNotContain(commit.FirstRow, _keys.Keys);
    }

    [Fact]
    public void Rows_of_a_live_visit_stay_with_its_counts_and_offers()
    {
        Apply(Queued("v", "old"));
        Apply(new VisitOffered("v", "ann") { OccurredAt = _now });
        Apply(new MessageSent("v", MessageAuthor.Customer) { OccurredAt = _now });
        Apply(new VisitOffered("v", "bob") { OccurredAt = _now });
        Apply(new OfferEnded("v", "bob", OfferResult.NoAnswer) { OccurredAt = _now });
        Assert.Equal([], QueuesRetiredAfter(20 * Day));
        Apply(new VisitExcluded("v", "test") { OccurredAt = _now });
        Apply(new VisitEnded("v", VisitOutcome.Withdrawn, null, null, false) { OccurredAt = _now });
        Assert.Equal([], QueuesRetiredAfter(9 * Day));
        // The fourth, of the exclusion, is the newest row of all.
        Assert.Equal(["old", "old", "old"], QueuesRetiredAfter(12 * Day));
    }

    [Fact]
    public void Row_of_a_transfer_stays_while_after_call_work_goes_on()
    {
        Apply(Queued("v", "old"));
        Apply(new VisitAnswered("v", "ann", null, null) { OccurredAt = _now });
        Apply(new VisitEnded("v", VisitOutcome.TransferredBlind, null, null, WrapUpFollows: true, "care") { OccurredAt = _now });
        Assert.Equal([], QueuesRetiredAfter(20 * Day));
    }

    [Fact]
    public void Rows_of_an_agent_stay_while_any_state_shift_or_capacity_is_counted_in_them()
    {
        Apply(new AgentPresenceChanged("ann", Presence.Break, "lunch") { OccurredAt = _now });
        Apply(new QueueMembershipChanged("ann", "old", MembershipState.Joined, "") { OccurredAt = _now });
        Apply(new AgentCapacityChanged("ann", Channel.Phone, 3) { OccurredAt = _now });
        Apply(new AgentDescribed("bob", "Bob", "red", "") { OccurredAt = _now });
        Apply(new AgentScheduled("bob", _now, _now + 60 * Day) { OccurredAt = _now });
        Assert.Equal([], RetiredAfter(20 * Day).Where(k => k.Agent.Length > 0));
        Apply(new AgentPresenceChanged("ann", Presence.Offline, "") { OccurredAt = _now });
        Assert.Equal(["lunch", "lunch"], RetiredAfter(20 * Day).Where(k => k.Agent.Length > 0).Select(k => k.Reason));
    }

    [Fact]
    public void Agent_whose_rows_retired_is_counted_in_new_ones_when_it_comes_again()
    {
        Work("ann");
        Assert.Contains(RetiredAfter(11 * Day), k => k is { Kind: RowKind.Agent, Agent: "ann" });
        Work("ann");
        var commit = Drain();
        Assert.Equal(2, commit.Rows.Count(k => k.Agent == "ann"));
        Assert.All(commit.Deltas, d => Assert.Contains(d.Row, _keys.Keys));
    }

    // The machines failed after they had found the rows that the event counts in.
    [Fact]
    public void Event_that_the_server_failed_on_uses_no_row()
    {
        Pass("old");
        Assert.Equal([], QueuesRetiredAfter(9 * Day));
        var changes = 0;
        _floor.BeforeChange = () =>
        {
            if (++changes == 1) throw new InvalidOperationException("A defect.");
        };
        Assert.Equal(ApplyResult.Refused, _floor.Apply(Queued("v", "old"), _now, out _));
        _floor.BeforeChange = null;
        Assert.Equal(["old"], QueuesRetiredAfter(2 * Day));
    }

    [Fact]
    public void Retirement_in_a_commit_after_a_failed_event_leaves_all_later_counts_with_a_row()
    {
        Work("ann");
        Assert.Equal([], QueuesRetiredAfter(9 * Day));
        foreach (var fails in Enumerable.Range(1, 8))
        {
            var changes = 0;
            _floor.BeforeChange = () =>
            {
                if (++changes == fails) throw new InvalidOperationException("A defect.");
            };
            _floor.Apply(new AgentPresenceChanged("ann", Presence.Available, "") { OccurredAt = _now }, _now, out _);
            _floor.BeforeChange = null;
            RetiredAfter(TimeSpan.FromHours(7));
            Work("ann");
            Assert.All(Drain().Deltas, d => Assert.Contains(d.Row, _keys.Keys));
            Assert.All(RetiredAfter(11 * Day), k => Assert.NotEqual(RowKind.Source, k.Kind));
        }
    }

    [Fact]
    public void Tags_of_retired_rows_make_room_for_others()
    {
        var floor = new SourceFloor(new FloorOptions { TagSetsMax = 1 });
        var now = Centre.Start;
        long Dropped(string tags)
        {
            floor.Apply(Tagged(tags, now), now, out _);
            floor.Apply(new VisitEnded(tags, VisitOutcome.Abandoned, null, null, false) { OccurredAt = now }, now, out _);
            return floor.DrainChanges(StoredFormat.Newest).Deltas.Where(d => d.Measure == Measure.DimensionsDropped).Sum(d => d.Value);
        }
        Assert.Equal((0, 1), (Dropped("site=a"), Dropped("site=b")));
        now += 11 * Day;
        Assert.Equal((1, 0), (Dropped("site=b"), Dropped("site=b")));
    }

    [Fact]
    public void Shorter_windows_retire_rows_sooner()
    {
        var floor = new SourceFloor(new FloorOptions { WindowMax = TimeSpan.FromHours(1) });
        foreach (var minute in new[] { 0, 74, 80 })
        {
            var at = Centre.Start + TimeSpan.FromMinutes(minute);
            floor.Apply(new VisitRefused($"q{minute}", Channel.Phone, "full") { OccurredAt = at }, at, out _);
            Assert.Equal(minute == 80 ? 1 : 0, floor.DrainChanges(StoredFormat.Newest).RetiredRows.Count);
        }
    }

    [Fact]
    public void Commit_in_format_1_retires_nothing_since_its_readers_would_not_hear_of_it()
    {
        Pass("old");
        Drain();
        _now += 11 * Day;
        Pass("new");
        Assert.Equal([], _floor.DrainChanges(format: 1).RetiredRows);
        Pass("new");
        Assert.NotEmpty(_floor.DrainChanges(StoredFormat.Newest).RetiredRows);
    }

    [Fact]
    public void Many_rows_retire_in_commits_of_bounded_size()
    {
        foreach (var i in Enumerable.Range(0, 10_000)) Apply(new VisitRefused($"q{i}", Channel.Phone, "full") { OccurredAt = _now });
        Drain();
        _now += 11 * Day;
        var counts = new List<int>();
        do
        {
            Pass("new");
            counts.Add(Drain().RetiredRows.Count);
        }
        while (counts[^1] > 0);
        Assert.Equal([4_096, 4_096, 1_808, 0], counts);
    }

    private static VisitQueued Tagged(string tags, Instant at)
        => new(tags, tags, Centre.TraitsOf("sales") with { Tags = tags }) { OccurredAt = at };

    private VisitQueued Queued(string visit, string queue) => new(visit, visit, Centre.TraitsOf(queue)) { OccurredAt = _now };

    // Comes to a queue and leaves it.
    private void Pass(string queue)
    {
        Apply(Queued("passing", queue));
        Apply(new VisitEnded("passing", VisitOutcome.Abandoned, null, null, false) { OccurredAt = _now });
    }

    private void Work(string agent)
    {
        Apply(new QueueMembershipChanged(agent, "old", MembershipState.Joined, "") { OccurredAt = _now });
        Apply(new AgentPresenceChanged(agent, Presence.Available, "") { OccurredAt = _now });
        _now += TimeSpan.FromSeconds(7);
        Apply(new AgentPresenceChanged(agent, Presence.Offline, "") { OccurredAt = _now });
    }

    private void Apply(SourceEvent e) => Assert.Equal(ApplyResult.Counted, _floor.Apply(e, _now, out _));

    private IEnumerable<string> QueuesRetiredAfter(TimeSpan time) => RetiredAfter(time).Select(k => k.Queue);

    // Commits, lets time pass to an event in another queue, and commits.
    private List<RowKey> RetiredAfter(TimeSpan time)
    {
        var retired = Retired(Drain());
        _now += time;
        Pass("new");
        retired.AddRange(Retired(Drain()));
        return retired;
    }

    private FloorCommit Drain()
    {
        var commit = _floor.DrainChanges(StoredFormat.Newest);
        for (var i = 0; i < commit.Rows.Length; i++) _keys.Add(commit.FirstRow + i, commit.Rows[i]);
        return commit;
    }

    private List<RowKey> Retired(FloorCommit commit)
    {
        var retired = commit.RetiredRows.Select(row => _keys[row]).ToList();
        foreach (var row in commit.RetiredRows) _keys.Remove(row);
        return retired;
    }
}
