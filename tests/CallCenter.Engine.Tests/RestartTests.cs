
namespace CallCenter.Engine.Tests;

/// <summary>A server that stops and starts again shows what it showed before.</summary>
public sealed class RestartTests
{
    [Fact]
    public async Task Restart_from_disk_restores_values_floor_and_sequences()
    {
        using var folder = new DataFolder();
        IReadOnlyList<string> before;
        await using (var node = await ClockedNode.StartAsync(directory: folder.Path))
        {
            var session = await node.OpenAsync();
            await session.SendAsync(Feed.From(1,
                Feed.Available(node.Now, "ann"), Feed.Queued(node.Now, "v1"), Feed.Queued(node.Now, "v2", "support"),
                Feed.Answered(node.Now, "v1")));
            await (await node.OpenAsync("chat")).SendAsync(Feed.Arrivals(node.Now, 1, 9));
            before = await node.AllValuesAsync();
        }
        await using (var node = await ClockedNode.StartAsync(directory: folder.Path))
        {
            Assert.Equal(before, await node.AllValuesAsync());
            var session = await node.OpenAsync();
            Assert.Equal((4, true), (session.Committed.Value, session.IsFloorKnown));
            await session.SendAsync(Feed.From(5, Feed.Ended(node.Now, "v1"), Feed.Answered(node.Now, "v2")));
            await node.AssertCountsAsync([1, 2, 0], "contacts_handled", "contacts_answered", "events_rejected");
        }
    }

    [Fact]
    public async Task Fold_and_restart_at_every_fold_point_changes_nothing()
    {
        using var folder = new DataFolder();
        var now = ClockedNode.Start;
        IReadOnlyList<string>? before = null;
        for (var life = 0; life < Pauses.Length; life++)
        {
            await using var node = await ClockedNode.StartAsync(directory: folder.Path, now: now);
            if (before is not null) Assert.Equal(before, await node.AllValuesAsync());
            await WorkAndFoldAsync(node, life);
            await WorkAndFoldAsync(node, life + 100);
            now = node.Time.GetUtcNow() + Pauses[life];
            before = await node.AllValuesAsync(now);
        }
    }

    // What is shown before a pause is what the running node's own memory gives for the moment after it.
    // While the server is down; long enough for slots to move through every level of the ladder and into the base block.
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.Zero, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(13), TimeSpan.FromMinutes(50), TimeSpan.FromHours(3),
        TimeSpan.FromHours(30), TimeSpan.FromDays(3), TimeSpan.FromDays(9), TimeSpan.FromDays(2), TimeSpan.Zero,
    ];

    // A visit goes on over each restart, an agent stays logged in over all.
    private static async Task WorkAndFoldAsync(ClockedNode node, int number)
    {
        var session = await node.OpenAsync();
        var next = session.Committed.Next.Value;
        await session.SendAsync(Feed.From(next,
            Feed.Available(node.Now, "ann"), Feed.Queued(node.Now, $"a{number}"), Feed.Queued(node.Now, $"b{number}", "support"),
            Feed.Answered(node.Now, $"a{number}"), Feed.Ended(node.Now, $"a{number}"), Feed.Ended(node.Now, $"b{number - 1}", Abandoned)));
        await node.PassUntilAsync(node.Store.Folded, TimeSpan.FromSeconds(61));
        // Or a look at the clock that is still to come would find it set to after the pause, and take who waits for forgotten.
        session.Complete();
        await session.Completion.InTime();
    }

    private const Core.Events.VisitOutcome Abandoned = Core.Events.VisitOutcome.Abandoned;
}
