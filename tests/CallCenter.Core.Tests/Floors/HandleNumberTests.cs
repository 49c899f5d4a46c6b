using CallCenter.Core.Encoding;
using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;
using CallCenter.Core.Settings;

namespace CallCenter.Core.Tests.Floors;

/// <summary>The numbers of visits, agents and event ids within a source never run out.</summary>
public sealed class HandleNumberTests
{
    private static readonly FloorOptions Options = new() { EventIdsMax = 3 };

    private readonly Instant _now = Centre.Start;
    private readonly List<KnownRow> _rows = [];
    private Dictionary<FloorItemKey, byte[]> _items = [];

    [Fact]
    public void Visits_after_the_last_number_get_free_ones()
    {
        var floor = Renumbered(AddMax, Queued("v1"), Queued("v2"));

        Commit(floor, Queued("v3"), Queued("v4"));

        Assert.Equal([1, 2, int.MaxValue - 1, int.MaxValue], Numbers(FloorItemKind.VisitFixed));
        Assert.Equal([1, 2, int.MaxValue - 1, int.MaxValue], Waiting());
        Commit(Restored(), Ended("v1"), Ended("v2"), Ended("v3"), Ended("v4"));
        Assert.Equal([], Numbers(FloorItemKind.VisitFixed));
    }

    [Fact]
    public void Agents_after_the_last_number_get_free_ones()
    {
        var floor = Renumbered(AddMax, Present("a1"), Present("a2"));

        Commit(floor, Present("a3"), Queued("v1"), new VisitOffered("v1", "a3") { OccurredAt = _now });

        Assert.Equal([1, int.MaxValue - 1, int.MaxValue], Numbers(FloorItemKind.AgentFixed));
        Commit(Restored(), new VisitAnswered("v1", "a3", null, null) { OccurredAt = _now });
    }

    [Fact]
    public void Number_of_a_visit_that_ends_is_not_given_again_in_the_same_commit()
    {
        var state = new FloorState(Options, TenantSettings.Standard);
        var (live, gone) = (VisitOf(1), VisitOf(2));
        state.Add(live);
        state.Add(gone);
        state.Remove(gone);
        state.VisitNumbers.Position = (int.MaxValue, 0);

        Assert.Equal(3, state.NextVisitHandle());

        state.Changes.Drain(StoredFormat.Newest);
        state.VisitNumbers.Position = (int.MaxValue, 0);
        Assert.Equal(2, state.NextVisitHandle());
    }

    [Fact]
    public void Event_ids_are_forgotten_oldest_first_when_their_numbers_start_again()
    {
        var floor = Renumbered(number => int.MaxValue - 3 + number, Named("e1"), Named("e2"), Named("e3"));
        Commit(floor, Named("e4"), Named("e5"));
        Assert.Equal([1, 2, int.MaxValue], Numbers(FloorItemKind.EventId));

        var again = Restored();
        Commit(again, Named("e6"));

        Assert.All(["e4", "e5", "e6"], id => Assert.Equal(ApplyResult.Duplicate, again.Apply(Named(id), _now, out _)));
        Assert.Equal(ApplyResult.Counted, again.Apply(Named("e3"), _now, out _));
    }

    [Fact]
    public void Number_of_an_undone_event_is_given_to_the_next_one()
    {
        var floor = Renumbered(_ => int.MaxValue, Queued("v1"));
        var changes = 0;
        floor.BeforeChange = () => _ = ++changes < 2 ? 0 : throw new InvalidOperationException();
        Assert.Equal(ApplyResult.Refused, floor.Apply(new FloorReported([Live("v2")], []) { OccurredAt = _now }, _now, out _));
        floor.BeforeChange = null;

        Commit(floor, Queued("v3"));

        Assert.Equal([1, int.MaxValue], Numbers(FloorItemKind.VisitFixed));
    }

    private static int AddMax(int number) => int.MaxValue - 2 + number;

    // The floor after some events, with other numbers.
    private SourceFloor Renumbered(Func<int, int> renumber, params SourceEvent[] events)
    {
        Commit(new SourceFloor(Options), events);
        _items = _items.ToDictionary(
            i => i.Key.Kind == FloorItemKind.Source ? i.Key : i.Key with { Handle = renumber(i.Key.Handle) }, i => i.Value);
        return Restored();
    }

    private SourceFloor Restored() => new(Options, [.. _rows], _items.Select(i => new FloorItem(i.Key, i.Value)));

    private void Commit(SourceFloor floor, params SourceEvent[] events)
    {
        Assert.All(events, e => Assert.Equal(ApplyResult.Counted, floor.Apply(e, _now, out _)));
        var commit = floor.DrainChanges(StoredFormat.Newest);
        _rows.AddRange(commit.KnownRows());
        foreach (var item in commit.Items)
        {
            if (item.Value is { } value) _items[item.Key] = value;
            else _items.Remove(item.Key);
        }
    }

    private List<int> Numbers(FloorItemKind kind) => [.. _items.Keys.Where(key => key.Kind == kind).Select(key => key.Handle).Order()];

    // As boards see them.
    private List<int> Waiting()
    {
        var live = new LiveItems();
        var items = _items.OrderBy(i => i.Key.Kind).Select(i => new FloorItem(i.Key, i.Value));
        var changes = items.SelectMany(item => live.Apply(item).ToList());
        return [.. changes.Where(c => c.IsIn && c.Entry.List == LiveList.Waiting).Select(c => c.Handle).Order()];
    }

    private Visit VisitOf(int number) => new(number, $"v{number}", "", Centre.TraitsOf("sales"), _now);

    private VisitQueued Queued(string visit) => new(visit, visit, Centre.TraitsOf("sales")) { OccurredAt = _now };

    private VisitEnded Ended(string visit) => new(visit, VisitOutcome.Abandoned, null, null, false) { OccurredAt = _now };

    private AgentPresenceChanged Present(string agent) => new(agent, Presence.Available, "") { OccurredAt = _now };

    private AgentPresenceChanged Named(string eventId) => Present("ann") with { EventId = eventId };

    private LiveVisit Live(string visit) => new(visit, visit, Centre.TraitsOf("sales"), _now, "", default, null);
}
