using CallCenter.Core.Kpis;
using CallCenter.Engine.Board;
using CallCenter.Engine.Ingest;

namespace CallCenter.Engine.Tests;

/// <summary>What readers of a view are handed, and when. The clock is set by hand.</summary>
public sealed class BoardReaderTests : IAsyncLifetime
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1), Heartbeat = TimeSpan.FromSeconds(5),
        Step = TimeSpan.FromMilliseconds(20);

    private readonly CancellationTokenSource _stop = new();
    private ClockedNode _node = null!;
    private SourceSession _session = null!;
    private ViewFeed _feed = null!;
    private int _waiting;

    public async Task InitializeAsync()
    {
        _node = await ClockedNode.StartAsync();
        _session = await _node.OpenAsync();
        await ArriveAsync();
        _feed = await _node.Board.OpenAsync(Selectors.Of("contacts_waiting"), TimeSpan.Zero, CancellationToken.None).InTime();
    }

    public async Task DisposeAsync()
    {
        await _node.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task First_frame_has_all_values_and_the_next_what_changed_since()
    {
        await using var reader = Read();

        var first = await NextAsync(reader);
        await ArriveAsync();
        var second = await ValuesAsync(reader);

        Assert.Equal((null, KpiValue.Count(1)), (first.Since, ValueOf(first)));
        Assert.Equal((first.State.Revision.Number, KpiValue.Count(2)), (second.Since, ValueOf(second)));
    }

    [Fact]
    public async Task Change_waits_until_the_interval_has_passed()
    {
        await using var reader = Read();
        await NextAsync(reader);
        await ArriveAsync();
        var published = _feed.NextAsync();
        var next = reader.MoveNextAsync().AsTask();
        var began = _node.Time.GetUtcNow();
        await _node.PassUntilAsync(published, Step);
        var early = _node.Time.GetUtcNow() - began < Interval && next.IsCompleted;
        await _node.PassUntilAsync(next, Step);

        Assert.False(early);
        Assert.True(_node.Time.GetUtcNow() - began >= Interval);
    }

    [Fact]
    public async Task Readers_of_one_interval_fall_into_one_step_whenever_they_came()
    {
        await using var early = Read();
        await NextAsync(early);
        _node.Time.Advance(Interval / 3);
        await using var late = Read();
        await NextAsync(late);

        await ArriveAsync();
        var (a, b) = (await ValuesAsync(early), await ValuesAsync(late));
        await ArriveAsync();
        var (c, d) = (await ValuesAsync(early), await ValuesAsync(late));

        Assert.Same(a.State, b.State);
        Assert.Equal((c.State, c.Since), (d.State, d.Since));
    }

    [Fact]
    public async Task Reader_that_comes_late_for_its_frame_is_handed_the_newest()
    {
        await using var fast = Read();
        await using var slow = Read();
        await NextAsync(fast);
        var held = await NextAsync(slow);
        for (var i = 0; i < 4; i++)
        {
            await ArriveAsync();
            await ValuesAsync(fast);
        }

        var next = await ValuesAsync(slow);

        Assert.Equal((held.State.Revision.Number, KpiValue.Count(5)), (next.Since, ValueOf(next)));
    }

    [Fact]
    public async Task Silent_view_has_heartbeats_at_their_interval()
    {
        await using var reader = Read();
        await NextAsync(reader);
        var times = new List<DateTimeOffset>();
        for (var i = 0; i < 3; i++)
        {
            Assert.True((await NextAsync(reader)).IsHeartbeat);
            times.Add(_node.Time.GetUtcNow());
        }

        Assert.All(times.Zip(times.Skip(1)), pair => Assert.True(pair.Second - pair.First >= Heartbeat));
    }

    [Fact]
    public async Task Heartbeat_while_a_change_waits_for_its_time_repeats_the_last_state()
    {
        await using var reader = Read(new ReaderOptions { Interval = 3 * Heartbeat, HeartbeatInterval = Heartbeat });
        var first = await NextAsync(reader);
        await ArriveAsync();
        var heartbeat = await NextAsync(reader);

        Assert.Equal((true, first.State.Revision), (heartbeat.IsHeartbeat, heartbeat.State.Revision));
        Assert.True(_feed.State.Revision.Number > first.State.Revision.Number);
    }

    [Fact]
    public async Task Reader_resumes_from_a_revision_of_the_same_view_only()
    {
        var known = _feed.State.Revision;
        await using var same = Read(Options with { Resume = known });
        await using var other = Read(Options with { Resume = known with { View = known.View + 1 } });
        await using var future = Read(Options with { Resume = known with { Number = known.Number + 1 } });

        Assert.Equal(
            [known.Number, null, null], [(await NextAsync(same)).Since, (await NextAsync(other)).Since, (await NextAsync(future)).Since]);
    }

    [Fact]
    public async Task Reading_ends_when_the_node_stops()
    {
        await using var reader = Read();
        await NextAsync(reader);
        var next = reader.MoveNextAsync().AsTask();

        await _stop.CancelAsync();

        Assert.False(await next.InTime());
    }

    [Fact]
    public async Task Reading_ends_when_its_life_is_over()
    {
        await using var reader = Read(Options with { LifeMax = 2 * Heartbeat });
        var frames = 0;
        for (var next = reader.MoveNextAsync().AsTask(); ; next = reader.MoveNextAsync().AsTask())
        {
            await _node.PassUntilAsync(next, Step);
            if (!await next) break;
            frames++;
        }

        // The values and a heartbeat.
        Assert.InRange(frames, 1, 2);
    }

    [Fact]
    public async Task Reading_fails_with_its_view()
    {
        await using var reader = Read();
        await NextAsync(reader);
        var next = reader.MoveNextAsync().AsTask();

        _feed.Fail(new ViewFailedException(new InvalidOperationException()));

        await Assert.ThrowsAsync<ViewFailedException>(() => next.InTime());
    }

    [Fact]
    public async Task Signals_that_come_while_nobody_waits_are_not_lost()
    {
        var signal = new Signal();
        var woken = 0;
        var waiting = Task.Run(async () =>
        {
            for (; woken < 10_000; woken++) await signal.WaitAsync();
        });

        while (!waiting.IsCompleted) signal.Set();
        await waiting.InTime();

        signal.Set();
        Assert.True(signal.WaitAsync().IsCompletedSuccessfully);
        Assert.False(signal.WaitAsync().IsCompleted);
    }

    private ReaderOptions Options => new() { Interval = Interval, HeartbeatInterval = Heartbeat, Stopping = _stop.Token };

    private IAsyncEnumerator<BoardFrame> Read(ReaderOptions? options = null)
        => _feed.Read(options ?? Options, _node.Time).GetAsyncEnumerator();

    private async Task<BoardFrame> NextAsync(IAsyncEnumerator<BoardFrame> reader)
    {
        var next = reader.MoveNextAsync().AsTask();
        await _node.PassUntilAsync(next, Step);
        return reader.Current;
    }

    /// <summary>The next frame with values: while these are awaited, the clock may run into a heartbeat.</summary>
    private async Task<BoardFrame> ValuesAsync(IAsyncEnumerator<BoardFrame> reader)
    {
        var next = await NextAsync(reader);
        while (next.IsHeartbeat) next = await NextAsync(reader);
        return next;
    }

    /// <summary>One more visit waits; the view shows it at its next tick.</summary>
    private async Task ArriveAsync()
    {
        _waiting++;
        await _session.SendAsync(Feed.Arrivals(_node.Now, _waiting, _waiting));
    }

    private static KpiValue ValueOf(BoardFrame frame) => frame.State.Rows[0].Values[0];
}
