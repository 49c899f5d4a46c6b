using CallCenter.Core.Encoding;
using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Tests.Histories;

namespace CallCenter.Core.Tests.Floors;

/// <summary>An event that the server fails on is refused, and leaves nothing behind.</summary>
public sealed class PoisonTests
{
    private const long StartMs = 1_781_514_000_000;

    // The same events go to two floors. One fails at a random change of some of them, and gets each of those again.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Failed_event_leaves_the_floor_unchanged(int seed)
    {
        var dice = new Random(seed);
        var (failing, sound) = (new SourceFloor(new FloorOptions()), new SourceFloor(new FloorOptions()));
        var failures = 0;
        var now = new Instant(StartMs);
        for (var i = 0; i < 5_000; i++)
        {
            var step = Profile.BusyHours.StepOf(dice.Next());
            now = new Instant(now.UnixMs + step.GapMs);
            if (StepEvents.Of(step, now.UnixMs) is not { } e) continue;
            var result = Apply(failing, dice.Next(2) == 0 ? dice.Next(8) : int.MaxValue, e, now);
            if (result is null)
            {
                failures++;
                sound.Reject(now);
                result = Apply(failing, int.MaxValue, e, now);
            }
            Assert.Equal(sound.Apply(e, now, out _), result);
            if (dice.Next(20) == 0) AssertEqual(sound.DrainChanges(StoredFormat.Newest), failing.DrainChanges(StoredFormat.Newest));
        }
        Assert.InRange(failures, 200, 2_000);
    }

    [Fact]
    public void Report_that_fails_at_any_change_leaves_nothing()
    {
        var now = new Instant(StartMs + 60_000);
        var (failing, sound) = (Busy(), Busy());
        var failures = 0;
        for (; Apply(failing, failures, Report(now), now) is null; failures++) sound.Reject(now);
        Assert.Equal(ApplyResult.Counted, sound.Apply(Report(now), now, out _));
        AssertEqual(sound.DrainChanges(StoredFormat.Newest), failing.DrainChanges(StoredFormat.Newest));
        Assert.InRange(failures, 20, 1_000);
    }

    [Fact]
    public void Visit_that_cannot_be_ended_is_reported_once_and_the_others_end()
    {
        var floor = Busy();
        var changes = 0;
        floor.BeforeChange = () =>
        {
            if (changes++ == 0) throw new InvalidOperationException("A defect.");
        };
        var later = new Instant(StartMs) + TimeSpan.FromHours(5);
        Assert.NotNull(floor.Advance(later));
        Assert.Null(floor.Advance(later + TimeSpan.FromSeconds(1)));
        Assert.Single(floor.AllItems, i => i.Key.Kind == FloorItemKind.VisitFixed);
    }

    /// <summary>Applies an event with a defect at one of its changes; null when the floor failed on it, and is as before.</summary>
    private static ApplyResult? Apply(SourceFloor floor, int defectAt, SourceEvent e, Instant now)
    {
        var before = defectAt == int.MaxValue ? [] : floor.AllItems.Select(TextOf).ToList();
        floor.BeforeChange = () =>
        {
            if (defectAt-- == 0) throw new InvalidOperationException("A defect.");
        };
        var result = floor.Apply(e, now, out var refusal);
        floor.BeforeChange = null;
        if (refusal?.Reason != RefusalReason.Internal) return result;
        Assert.Equal(before.Order(), floor.AllItems.Select(TextOf).Order());
        return null;
    }

    private static void AssertEqual(FloorCommit expected, FloorCommit actual)
    {
        Assert.Equal(expected.Rows, actual.Rows);
        Assert.Equal(expected.Deltas, actual.Deltas);
        Assert.Equal(expected.Items.Select(TextOf).Order(), actual.Items.Select(TextOf).Order());
    }

    private static string TextOf(FloorItem item) => $"{item.Key} {(item.Value is null ? "gone" : Convert.ToHexString(item.Value))}";

    private static SourceFloor Busy()
    {
        var floor = new SourceFloor(new FloorOptions());
        var now = new Instant(StartMs);
        foreach (var i in Enumerable.Range(0, 6))
        {
            Apply(floor, new VisitQueued($"v{i}", $"v{i}", Centre.TraitsOf("sales")) { OccurredAt = now });
            Apply(floor, new QueueMembershipChanged($"a{i}", "sales", MembershipState.Joined, "") { OccurredAt = now });
            Apply(floor, new AgentPresenceChanged($"a{i}", Presence.Available, "") { OccurredAt = now });
            Apply(floor, new VisitOffered($"v{i}", $"a{i}") { OccurredAt = now });
            if (i % 2 == 0) Apply(floor, new VisitAnswered($"v{i}", $"a{i}", null, null) { OccurredAt = now });
        }
        return floor;
    }

    private static FloorReported Report(Instant now) => new(
        [
            new LiveVisit("v0", "v0", Centre.TraitsOf("sales"), now, "a0", now, now),
            new LiveVisit("v1", "v1", Centre.TraitsOf("sales"), now, "a1", now, null),
            new LiveVisit("w1", "w1", Centre.TraitsOf("sales"), now, "", now, null),
            new LiveVisit("w2", "w2", Centre.TraitsOf("sales"), now, "b1", now, now),
        ],
        [
            new LiveAgent("a0", Presence.Break, "lunch", [new LiveMembership("support", MembershipState.Paused, "")]),
            new LiveAgent("b1", Presence.Available, "", [new LiveMembership("sales", MembershipState.Joined, "")]),
        ])
    { OccurredAt = now };

    private static void Apply(SourceFloor floor, SourceEvent e)
        => Assert.Equal(ApplyResult.Counted, floor.Apply(e, e.OccurredAt, out _));
}
