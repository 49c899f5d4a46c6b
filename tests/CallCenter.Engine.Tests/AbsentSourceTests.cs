using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Engine.Ingest;
using CallCenter.Engine.Shards;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Engine.Tests;

/// <summary>Sources whose adapter went away with live visits, whose ends nobody will send.</summary>
public sealed class AbsentSourceTests
{
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(3), Moment = TimeSpan.FromSeconds(1);

    private static readonly EngineOptions Options = ClockedNode.Options with
    {
        Floor = new FloorOptions { SilentVisitMax = new SilenceLimits { Phone = Silence } },
    };

    [Fact]
    public async Task Silent_visits_of_a_source_that_went_away_end_and_the_source_stays_as_it_was()
    {
        await using var node = await ClockedNode.StartAsync(Options);
        await LeaveAsync(node, Feed.Arrivals(node.Now, 1, 2));
        var absent = Of(node);
        var before = await FeedAsync(node);

        node.Time.Advance(Silence);
        await absent.AdvanceAsync(CancellationToken.None).InTime();
        await node.AssertCountsAsync([2, 0, 0], "contacts_waiting", "contacts_lost", "ghosts_closed");
        node.Time.Advance(Moment);
        await absent.AdvanceAsync(CancellationToken.None).InTime();

        await node.AssertCountsAsync([0, 2, 2, 2], "contacts_waiting", "contacts_lost", "ghosts_closed", "events_counted");
        Assert.Equal(before.HeardAt, (await FeedAsync(node)).HeardAt);
        Assert.Null(node.Sessions.LiveOf(new SourceId(TenantId.Default, "pbx")));
        Assert.Equal(2, (await node.OpenAsync()).Committed.Value);
    }

    [Fact]
    public async Task A_source_with_a_session_is_left_to_it()
    {
        await using var node = await ClockedNode.StartAsync(Options);
        var session = await node.OpenAsync();
        await session.SendAsync(Feed.Arrivals(node.Now, 1, 1));

        await Of(node).AdvanceAsync(CancellationToken.None).InTime();

        Assert.False(session.Completion.IsCompleted);
        await session.SendAsync(Feed.Arrivals(node.Now, 2, 2));
    }

    [Fact]
    public async Task A_source_that_came_back_meanwhile_is_looked_at_anew()
    {
        await using var node = await ClockedNode.StartAsync(Options);
        var absent = Of(node);
        await LeaveAsync(node, Feed.From(1, Chat(node)));
        await absent.AdvanceAsync(CancellationToken.None).InTime();
        node.Time.Advance(Moment);
        await LeaveAsync(node, Feed.Arrivals(node.Now, 2, 2));

        node.Time.Advance(Silence + Moment);
        await absent.AdvanceAsync(CancellationToken.None).InTime();

        await node.AssertCountsAsync([1, 1], "contacts_waiting", "contacts_lost");
    }

    [Fact]
    public async Task Visits_that_were_published_before_a_restart_end_too()
    {
        using var folder = new DataFolder();
        await using (var node = await ClockedNode.StartAsync(Options, folder.Path))
        {
            using var lanes = node.Lanes();
            var events = Feed.Arrivals(node.Now, 1, 1).Events;
            await lanes.PublishAsync(new SourceId(TenantId.Default, "web"), events, CancellationToken.None).InTime();
        }
        await using var next = await ClockedNode.StartAsync(Options, folder.Path, ClockedNode.Start + Silence + Moment);

        await Of(next).AdvanceAsync(CancellationToken.None).InTime();

        await next.AssertCountsAsync([0, 1, 1], "contacts_waiting", "contacts_lost", "ghosts_closed");
    }

    [Fact]
    public async Task A_commit_that_fails_is_made_again_with_the_next_look()
    {
        await using var node = await ClockedNode.StartAsync(Options);
        await LeaveAsync(node, Feed.Arrivals(node.Now, 1, 1));
        node.Time.Advance(Silence + Moment);
        var absent = Of(node);

        node.Store.Trouble = () => CommitTrouble.NothingWritten;
        await absent.AdvanceAsync(CancellationToken.None).InTime();
        await node.AssertCountsAsync([1, 0], "contacts_waiting", "contacts_lost");
        node.Store.Trouble = () => CommitTrouble.None;
        await absent.AdvanceAsync(CancellationToken.None).InTime();

        await node.AssertCountsAsync([0, 1, 1], "contacts_waiting", "contacts_lost", "ghosts_closed");
    }

    [Fact]
    public async Task It_looks_once_a_minute()
    {
        await using var node = await ClockedNode.StartAsync(Options);
        await LeaveAsync(node, Feed.Arrivals(node.Now, 1, 1));
        using var stop = new CancellationTokenSource();
        var running = Of(node).RunAsync(stop.Token);

        await node.PassUntilAsync(LostAsync(), TimeSpan.FromSeconds(10));

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.InTime());

        async Task LostAsync()
        {
            while (await node.CountAsync("contacts_lost") == 0) await Task.Yield();
        }
    }

    private static AbsentSources Of(ClockedNode node)
        => new(node.Sessions, node.Board, node.Store, node.Time, NullLogger<AbsentSources>.Instance);

    private static IncomingEvent Chat(ClockedNode node)
    {
        var queued = Feed.Queued(node.Now, "chat");
        var visit = (VisitQueued)queued.Event!;
        return queued with { Event = visit with { Traits = visit.Traits with { Channel = Channel.Chat } } };
    }

    private static async Task LeaveAsync(ClockedNode node, SequencedBatch batch)
    {
        var session = await node.OpenAsync();
        await session.SendAsync(batch);
        session.Complete();
        await session.Completion.InTime();
    }

    private static async Task<SourceFeed> FeedAsync(ClockedNode node)
        => (await node.Board.Lists.SourcesAsync(TenantId.Default, CancellationToken.None).InTime()).Sources.Single().Feed;
}
