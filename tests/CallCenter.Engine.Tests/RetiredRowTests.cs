
namespace CallCenter.Engine.Tests;

/// <summary>Rows retire from the boards, the data file and the floor of the next session alike, and no value changes.</summary>
public sealed class RetiredRowTests
{
    // Time must not pass so far that the hour's block becomes part of the day's.
    private static readonly TimeSpan SmallStep = TimeSpan.FromMilliseconds(250);

    private static readonly string[] Days = ["mon", "tue", "wed", "thu"];

    // Each life is five days, so that what was used in one life has retired three lives later.
    [Fact]
    public async Task Days_folds_and_restarts_leave_the_used_rows_and_their_values()
    {
        using var folder = new DataFolder();
        var now = ClockedNode.Start;
        for (var life = 0; life < 12; life++, now += TimeSpan.FromDays(5))
        {
            await using var node = await ClockedNode.StartAsync(directory: folder.Path, now: now);
            var queue = Days[life % Days.Length];
            var session = await node.OpenAsync();
            await session.SendAsync(Feed.From(session.Committed.Next.Value,
                Feed.Queued(node.Now, "v", queue), Feed.Answered(node.Now, "v", $"agent {life}"), Feed.Ended(node.Now, "v")));
            await node.PassUntilAsync(node.Store.Folded, TimeSpan.FromSeconds(61));
            Assert.Equal(Expected(life).Order(StringComparer.Ordinal), await AnsweredAsync(node));
            // The feed, and a row of the queue and one of the agent for each.
            Assert.Equal(1 + 2 * Math.Min(life + 1, 3), (await node.Store.LoadAsync(0, CancellationToken.None)).Rows.Count);
        }
    }

    [Fact]
    public async Task Block_with_a_row_that_has_retired_since_is_read_after_a_restart()
    {
        using var folder = new DataFolder();
        var options = ClockedNode.Options with { Floor = new() { WindowMax = TimeSpan.FromHours(1) } };
        DateTimeOffset stopped;
        await using (var node = await ClockedNode.StartAsync(options, folder.Path))
        {
            var session = await node.OpenAsync();
            var then = node.Now - TimeSpan.FromHours(3);
            await session.SendAsync(Feed.From(1, Feed.Queued(then, "v"), Feed.Ended(then, "v", Core.Events.VisitOutcome.Abandoned)));
            await node.PassUntilAsync(node.Store.Folded, SmallStep);
            await session.SendAsync(Feed.From(3, Feed.Queued(node.Now, "w", "new")));
            await node.PassUntilAsync(node.Store.Folded, SmallStep);
            stopped = node.Time.GetUtcNow();
        }
        await using (var node = await ClockedNode.StartAsync(options, folder.Path, stopped))
        {
            Assert.DoesNotContain("sales", (await node.AllValuesAsync()).Select(text => text.Split('/', ' ')[1]));
            await node.AssertCountsAsync([1, 0], "contacts_offered", "contacts_abandoned");
            await (await node.OpenAsync()).SendAsync(Feed.From(4, Feed.Queued(node.Now, "x")));
            await node.AssertCountsAsync([2, 0], "contacts_offered", "contacts_abandoned");
        }
    }

    [Fact]
    public async Task Reader_is_told_that_the_group_of_a_retired_row_is_gone()
    {
        var options = ClockedNode.Options with { Floor = new() { WindowMax = TimeSpan.FromHours(1) } };
        await using var node = await ClockedNode.StartAsync(options);
        var session = await node.OpenAsync();
        var then = node.Now - TimeSpan.FromHours(3);
        await session.SendAsync(Feed.From(1, Feed.Queued(then, "v", "old"), Feed.Ended(then, "v", Core.Events.VisitOutcome.Abandoned)));
        var feed = await node.Board.OpenAsync(Selectors.Of("contacts_offered", "queue"), TimeSpan.Zero, CancellationToken.None).InTime();
        Assert.Equal(["old"], feed.State.Rows.Select(r => r.Labels[0]));

        await session.SendAsync(Feed.From(3, Feed.Queued(node.Now, "w", "new")));

        await node.PassUntilAsync(RemovedAsync(feed), TimeSpan.FromMilliseconds(20));
        Assert.Equal(["old"], feed.State.Removals.Groups.Select(g => g.Labels[0]));
        Assert.Equal(["new"], feed.State.Rows.Select(r => r.Labels[0]));
    }

    private static async Task RemovedAsync(Board.ViewFeed feed)
    {
        while (feed.State.Removals.Groups.Count == 0) await feed.NextAsync();
    }

    // The last eight days have this life's contact and the one before; the row of the one before that is ten days old and is kept.
    private static IEnumerable<string> Expected(int life)
        => Enumerable.Range(0, life + 1).TakeLast(3).Select(i => $"{Days[i % Days.Length]}/agent {i}: {(i >= life - 1 ? 1 : 0)}");

    private static async Task<IEnumerable<string>> AnsweredAsync(ClockedNode node)
    {
        var state = await node.AskAsync(Selectors.Of("contacts_answered", "queue", "agent"));
        return state.Rows.Where(r => r.Labels[1].Length > 0)
            .Select(r => $"{r.Labels[0]}/{r.Labels[1]}: {r.Values[0].A}")
            .Order(StringComparer.Ordinal);
    }
}
