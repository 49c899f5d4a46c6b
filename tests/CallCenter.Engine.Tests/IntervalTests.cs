using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;
using CallCenter.Engine.Board;

namespace CallCenter.Engine.Tests;

/// <summary>Values by intervals, across folds and restarts: from rows while they are young, and from the archive after.</summary>
public sealed class IntervalTests
{
    private static readonly IntervalUnit Days = new(null, PeriodUnit.Day, TimeZoneInfo.Utc, DayOfWeek.Monday);
    private static readonly IntervalUnit Months = Days with { Unit = PeriodUnit.Month };
    private static readonly IntervalUnit Hours = new(TimeSpan.FromHours(1), default, TimeZoneInfo.Utc, DayOfWeek.Monday);

    // Each life is four days, with one contact more than the one before; rows live for ten days.
    [Fact]
    public async Task Days_and_hours_have_what_was_counted_in_them_however_long_ago()
    {
        using var folder = new DataFolder();
        var now = ClockedNode.Start;
        var counts = new SortedDictionary<DateTimeOffset, long>();
        for (var life = 1; life <= 12; life++, now += TimeSpan.FromDays(4))
        {
            await using var node = await ClockedNode.StartAsync(directory: folder.Path, now: now);
            var session = await node.OpenAsync();
            for (var i = 0; i < life; i++)
            {
                await session.SendAsync(Feed.From(session.Committed.Next.Value + 3 * i,
                    Feed.Queued(node.Now, $"v{i}", $"q{life % 5}"), Feed.Answered(node.Now, $"v{i}", $"a{life}"),
                    Feed.Ended(node.Now, $"v{i}")));
            }
            counts[now] = life;
            await node.PassUntilAsync(node.Store.Folded, TimeSpan.FromSeconds(61));
            Assert.Equal(counts.Values, await CountsAsync(node, Days, "contacts_answered"));
            Assert.Equal(counts.Values, await CountsAsync(node, Hours, "contacts_answered"));
            Assert.Equal(counts.Values, await CountsAsync(node, Days, "contacts_offered"));
            Assert.Equal(counts.Values.Sum(), (await CountsAsync(node, Months, "contacts_offered")).Sum());
        }
        await using var last = await ClockedNode.StartAsync(directory: folder.Path, now: now);
        Assert.NotEmpty(await last.Store.Archive.ReadAsync(
            0, new SourceId(TenantId.Default, "pbx"), ArchiveLevel.Day, 0, uint.MaxValue, CancellationToken.None));
        var byQueue = await ReadAsync(last, Days, "contacts_offered", "queue");
        Assert.Equal(["q0", "q1", "q2", "q3", "q4"], byQueue.Groups.Select(g => g.Labels[0]));
    }

    [Fact]
    public async Task Intervals_of_before_the_first_event_are_not_kept()
    {
        await using var node = await ClockedNode.StartAsync();
        await (await node.OpenAsync()).SendAsync(Feed.Arrivals(node.Now, 1, 3));

        var series = await ReadAsync(node, Days, "contacts_offered");

        Assert.Equal(3, series.Groups.Single().Values[^1][0].A);
        Assert.Equal(Core.Kpis.NoValueReason.NotKept, series.Groups.Single().Values[0][0].Reason);
        Assert.NotNull(series.KeptFrom);
    }

    [Fact]
    public async Task The_interval_that_runs_equals_a_snapshot_and_the_one_before_a_previous_window()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        await session.SendAsync(Feed.From(1,
            Feed.Queued(node.Now - TimeSpan.FromHours(1), "v"), Feed.Answered(node.Now - TimeSpan.FromMinutes(50), "v", "ann"),
            Feed.Queued(node.Now, "w")));
        var selector = Selectors.Everything with { };

        var series = await ReadAsync(node, selector, Hours, node.Now - TimeSpan.FromHours(1));

        var current = await node.AskAsync(selector with { Window = new IntervalWindow(TimeSpan.FromHours(1), false) });
        Assert.Equal(current.Rows.Select(r => string.Join(' ', r.Values)), series.Groups.Select(g => string.Join(' ', g.Values[^1])));
    }

    [Fact]
    public async Task More_groups_than_fit_the_answer_are_refused()
    {
        await using var node = await ClockedNode.StartAsync(ClockedNode.Options with { Limits = new() { GroupsMax = 2 } });
        await (await node.OpenAsync()).SendAsync(Feed.From(1,
            Feed.Queued(node.Now, "u", "a"), Feed.Queued(node.Now, "v", "b"), Feed.Queued(node.Now, "w", "c")));

        var error = await Assert.ThrowsAsync<TooManyGroupsException>(() => ReadAsync(node, Days, "contacts_offered", "queue"));

        Assert.Equal((3, 2), (error.Count, error.Max));
    }

    private static Task<IntervalValues> ReadAsync(ClockedNode node, IntervalUnit unit, string kpi, params string[] groupBy)
        => ReadAsync(node, Selectors.Of(kpi, groupBy), unit, node.Now - TimeSpan.FromDays(unit == Hours ? 61 : 390));

    private static Task<IntervalValues> ReadAsync(ClockedNode node, Selector selector, IntervalUnit unit, Instant from)
    {
        var intervals = new List<Interval>();
        for (var start = unit.StartAt(from); start <= node.Now; start = unit.EndOf(start))
            intervals.Add(new Interval((uint)start.UnixSeconds, (uint)unit.EndOf(start).UnixSeconds));
        return node.Board.Intervals.ReadAsync(selector, intervals, unit, CancellationToken.None).InTime();
    }

    private static async Task<IEnumerable<long>> CountsAsync(ClockedNode node, IntervalUnit unit, string kpi)
        => (await ReadAsync(node, unit, kpi)).Groups.Single().Values.Select(values => values[0])
            .Where(value => value.Kind != Core.Kpis.KpiValueKind.None).Select(value => value.A).Where(count => count != 0);
}
