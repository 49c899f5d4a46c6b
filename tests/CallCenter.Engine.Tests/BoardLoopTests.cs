using CallCenter.Core.Identity;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;
using CallCenter.Engine.Board;
using CallCenter.Engine.Limits;

namespace CallCenter.Engine.Tests;

/// <summary>The board's loop does what is still wanted, and survives what goes wrong in it.</summary>
public sealed class BoardLoopTests
{
    [Fact]
    public async Task Request_cancelled_in_the_queue_is_skipped()
    {
        await using var node = await ClockedNode.StartAsync();
        var slow = new SlowWindow();
        var asking = node.Board.SnapshotAsync(Watching(slow, "slow"), CancellationToken.None);
        await slow.Entered.InTime();
        var counting = new CountingWindow();
        using var cancel = new CancellationTokenSource();
        var cancelled = node.Board.SnapshotAsync(Watching(counting, "counting"), cancel.Token);
        var opening = node.Board.OpenAsync(Watching(counting, "counting"), TimeSpan.Zero, cancel.Token);
        await cancel.CancelAsync();
        slow.Leave();
        await asking.InTime();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.InTime());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => opening.InTime());
        await node.AskAsync(Selectors.Of("contacts_offered"));
        Assert.Equal(0, counting.Count);
    }

    [Fact]
    public async Task Ticks_missed_during_a_slow_request_are_replaced_by_one()
    {
        await using var node = await ClockedNode.StartAsync();
        var counting = new CountingWindow();
        await node.Board.OpenAsync(Watching(counting, "counting"), TimeSpan.Zero, CancellationToken.None).InTime();
        var slow = new SlowWindow();
        var asking = node.Board.SnapshotAsync(Watching(slow, "slow"), CancellationToken.None);
        await slow.Entered.InTime();
        var before = counting.Count;
        for (var i = 0; i < 10; i++) node.Time.Advance(ClockedNode.Options.TickInterval);
        slow.Leave();
        await asking.InTime();
        await node.AskAsync(Selectors.Of("contacts_offered"));
        await node.AskAsync(Selectors.Of("contacts_offered"));
        Assert.InRange(counting.Count - before, 1, 2);
    }

    [Fact]
    public async Task Commit_goes_before_the_views_that_are_asked_for_already()
    {
        await using var node = await ClockedNode.StartAsync();
        var session = await node.OpenAsync();
        var (first, second) = (new SlowWindow(), new SlowWindow());
        var asking = node.Board.SnapshotAsync(Watching(first, "first"), CancellationToken.None);
        await first.Entered.InTime();
        var waiting = node.Board.SnapshotAsync(Watching(second, "second"), CancellationToken.None);
        await session.SendAsync(Feed.Arrivals(node.Now, 1, 3));
        first.Leave();
        second.Leave();
        await asking.InTime();
        Assert.Equal(Core.Kpis.KpiValue.Count(3), (await waiting.InTime()).Rows[0].Values[0]);
    }

    [Fact]
    public async Task View_that_takes_long_is_refreshed_less_often()
    {
        await using var node = await ClockedNode.StartAsync();
        var slow = new PassingWindow(node.Time, TimeSpan.FromMilliseconds(300));
        var feed = await node.Board.OpenAsync(Watching(slow, "slow"), TimeSpan.FromMilliseconds(100), CancellationToken.None).InTime();
        await node.PassUntilAsync(() => slow.Count > 1, TimeSpan.FromMilliseconds(100));
        Assert.Equal(TimeSpan.FromSeconds(3), feed.RefreshInterval);
        var evaluated = slow.Count;
        for (var i = 0; i < 10; i++)
        {
            node.Time.Advance(TimeSpan.FromMilliseconds(290));
            await node.AskAsync(Selectors.Of("contacts_offered"));
        }
        Assert.Equal(evaluated, slow.Count);
        node.Time.Advance(TimeSpan.FromMilliseconds(200));
        await node.AskAsync(Selectors.Of("contacts_offered"));
        await node.AskAsync(Selectors.Of("contacts_offered"));
        Assert.Equal(evaluated + 1, slow.Count);
    }

    [Fact]
    public async Task Defect_in_one_view_reaches_its_readers_only()
    {
        await using var board = await ScriptedBoard.StartAsync(new ScriptedStore(1));
        var failing = new FailingWindow();
        var failed = await board.Board.OpenAsync(Watching(failing, "failing"), TimeSpan.Zero, CancellationToken.None).InTime();
        var well = await board.Board.OpenAsync(
            Watching(new CountingWindow(), "counting"), TimeSpan.Zero, CancellationToken.None).InTime();
        failing.Fails = true;
        var next = failed.NextAsync();
        var stateOfWell = well.State;
        await board.PassUntilAsync(() => next.IsCompleted && !ReferenceEquals(well.State, stateOfWell));
        Assert.IsType<ViewFailedException>(failed.Failure);
        Assert.Null(well.Failure);
        await Assert.ThrowsAsync<ViewFailedException>(
            () => board.Board.SnapshotAsync(Watching(failing, "failing"), CancellationToken.None).InTime());
        Assert.Equal(0, await board.OfferedAsync());
    }

    [Fact]
    public async Task View_that_grows_beyond_the_group_limit_ends_with_the_reason()
    {
        await using var node = await ClockedNode.StartAsync(ClockedNode.Options with { Limits = new LimitSettings { GroupsMax = 2 } });
        var session = await node.OpenAsync();
        var feed = await node.Board.OpenAsync(Selectors.Of("contacts_waiting", "queue"), TimeSpan.Zero, CancellationToken.None).InTime();
        var next = feed.NextAsync();
        await session.SendAsync(Feed.From(1,
            Feed.Queued(node.Now, "v1", "a"), Feed.Queued(node.Now, "v2", "b"), Feed.Queued(node.Now, "v3", "c")));
        await next.InTime();
        Assert.Equal(2, Assert.IsType<TooManyGroupsException>(feed.Failure).Max);
    }

    [Fact]
    public async Task Refused_selector_is_not_filled_beyond_the_limit()
    {
        await using var node = await ClockedNode.StartAsync(ClockedNode.Options with { Limits = new LimitSettings { GroupsMax = 2 } });
        var session = await node.OpenAsync();
        await session.SendAsync(Feed.From(1, Enumerable.Range(0, 50).Select(i => Feed.Queued(node.Now, $"v{i}", $"q{i}"))));
        var refused = await Assert.ThrowsAsync<TooManyGroupsException>(() => node.AskAsync(Selectors.Of("contacts_waiting", "queue")));
        Assert.Equal(3, refused.Count);
    }

    private static Selector Watching(Window window, string key) => Selectors.Of("contacts_offered") with { Window = window, Text = key };

    private record CountingWindow : Window
    {
        private int _count;

        public int Count => Volatile.Read(ref _count);

        public override WindowEdges EdgesAt(Instant now)
        {
            Interlocked.Increment(ref _count);
            return new SlidingWindow(TimeSpan.FromMinutes(1)).EdgesAt(now);
        }
    }

    /// <summary>Lets time pass at each evaluation.</summary>
    private sealed record PassingWindow(Microsoft.Extensions.Time.Testing.FakeTimeProvider Time, TimeSpan Took) : CountingWindow
    {
        public override WindowEdges EdgesAt(Instant now)
        {
            Time.Advance(Took);
            return base.EdgesAt(now);
        }
    }

    private sealed record FailingWindow : Window
    {
        public bool Fails { get; set; }

        public override WindowEdges EdgesAt(Instant now)
            => Fails ? throw new InvalidCastException("A defect.") : new SlidingWindow(TimeSpan.FromMinutes(1)).EdgesAt(now);
    }

    /// <summary>Holds the loop up until it is left.</summary>
    private sealed record SlowWindow : Window
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _left = new();

        public Task Entered => _entered.Task;

        public void Leave() => _left.Set();

        public override WindowEdges EdgesAt(Instant now)
        {
            _entered.TrySetResult();
            _left.Wait();
            return new SlidingWindow(TimeSpan.FromMinutes(1)).EdgesAt(now);
        }
    }
}
