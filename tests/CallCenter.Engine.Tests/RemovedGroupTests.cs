using CallCenter.Engine.Board;

namespace CallCenter.Engine.Tests;

/// <summary>Readers are told which groups are gone.</summary>
public sealed class RemovedGroupTests
{
    [Fact]
    public async Task Group_without_rows_is_reported_as_removed_in_the_next_revision()
    {
        var store = new ScriptedStore(1);
        store.Append(0, ScriptedBoard.Offered("pbx", 3, "sales"));
        await using var board = await ScriptedBoard.StartAsync(store);
        var feed = await board.Board.OpenAsync(
            Selectors.Of("contacts_offered", "queue"), TimeSpan.Zero, CancellationToken.None).InTime();
        var before = feed.State;
        Assert.Equal(["sales"], before.Rows.Select(r => r.Labels[0]));
        store.RollBack(0, ScriptedBoard.Offered("pbx", 4, "support"));
        await board.PassUntilAsync(() => feed.State.Rows[0].Labels[0] == "support");
        var removed = Assert.Single(feed.State.Removals.Groups);
        Assert.Equal(("sales", before.Revision.Number + 1), (removed.Labels[0], removed.RemovedAt));
        Assert.Equal((0, 1), (feed.State.Removals.KnownSince, board.Board.LineageOf(0)));
    }

    [Fact]
    public void Only_the_newest_removals_are_kept_and_readers_behind_them_notice()
    {
        var removals = Removals.None;
        for (var revision = 1; revision <= 3; revision++)
        {
            removals = removals.With(
                [.. Enumerable.Range(0, 500).Select(i => new RemovedGroup(i, [$"{revision}/{i}"], revision))]);
        }
        Assert.Equal((1_000, 1L), (removals.Groups.Count, removals.KnownSince));
        Assert.All(removals.Groups, group => Assert.True(group.RemovedAt > 1));
    }
}
