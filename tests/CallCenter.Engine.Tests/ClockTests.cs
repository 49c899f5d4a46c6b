using CallCenter.Core.Kpis;
using CallCenter.Engine.Board;

namespace CallCenter.Engine.Tests;

/// <summary>The wall clock may be set at any time, to anything; views go on.</summary>
public sealed class ClockTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    [Theory]
    [InlineData(-50)]
    [InlineData(-2)]
    [InlineData(3600)]
    public async Task Changes_are_published_at_the_same_rate_after_the_wall_clock_was_set(int seconds)
    {
        await using var board = await ScriptedBoard.StartAsync(new ScriptedStore(1));
        var feed = await OpenAsync(board);
        board.Time.SetWallBy(TimeSpan.FromSeconds(seconds));
        for (var i = 1; i <= 3; i++)
        {
            board.Store.Append(0, ScriptedBoard.Offered("pbx", 1));
            await board.PassUntilAsync(() => feed.State.Rows[0].Values[0] == KpiValue.Count(i), Tick);
        }
        Assert.True(board.Time.GetUtcNow() - ClockedNode.Start - TimeSpan.FromSeconds(seconds) < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Time_of_a_view_never_goes_back_and_its_windows_follow_the_wall_clock()
    {
        await using var board = await ScriptedBoard.StartAsync(new ScriptedStore(1));
        var feed = await OpenAsync(board);
        var asOf = feed.State.AsOf;
        board.Time.SetWallBy(TimeSpan.FromSeconds(-30));
        await TickAsync(board, feed);
        Assert.Equal(asOf, feed.State.AsOf);
        Assert.Equal(board.Now, feed.State.Window.End);
        board.Time.SetWallBy(TimeSpan.FromSeconds(31));
        await TickAsync(board, feed);
        Assert.Equal(board.Now, feed.State.AsOf);
    }

    [Fact]
    public async Task View_whose_time_would_stand_still_ends_with_the_cause_and_a_new_one_has_the_new_time()
    {
        await using var board = await ScriptedBoard.StartAsync(new ScriptedStore(1));
        board.Time.SetWallBy(TimeSpan.FromDays(1));
        var feed = await OpenAsync(board);
        board.Time.SetWallBy(TimeSpan.FromDays(-1));
        await TickAsync(board, feed);
        Assert.IsType<ClockSetBackException>(feed.Failure);
        var next = await OpenAsync(board);
        Assert.Equal(board.Now, next.State.AsOf);
        await board.Board.CloseAsync(feed, TimeSpan.Zero);
        Assert.Same(next, await OpenAsync(board));
    }

    private static Task TickAsync(ScriptedBoard board, ViewFeed feed)
    {
        var state = feed.State;
        return board.PassUntilAsync(() => !ReferenceEquals(feed.State, state) || feed.Failure is not null, Tick);
    }

    private static Task<ViewFeed> OpenAsync(ScriptedBoard board)
        => board.Board.OpenAsync(Selectors.Of("contacts_offered"), TimeSpan.Zero, CancellationToken.None).InTime();
}
