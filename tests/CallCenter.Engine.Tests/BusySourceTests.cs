using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Engine.Ingest;
using CallCenter.Engine.Instruments;
using CallCenter.Engine.Limits;
using CallCenter.Engine.Settings;
using CallCenter.Engine.Shards;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Engine.Tests;

/// <summary>One source does not stop another.</summary>
public sealed class BusySourceTests
{
    [Fact]
    public async Task Source_that_applies_a_long_batch_does_not_hold_up_the_acks_of_another()
    {
        await using var node = await ClockedNode.StartAsync();
        var (busy, other) = (await node.OpenAsync("busy"), await node.OpenAsync("other"));
        await busy.SendAsync(Feed.Arrivals(node.Now, 1, 1));
        var agents = new GatedAgents();
        var report = new IncomingEvent(new FloorReported([], agents) { OccurredAt = node.Now }, null);
        var posting = Task.Run(() => busy.PostAsync(Feed.From(2, report), CancellationToken.None).AsTask());
        await agents.Entered.InTime();
        // The clock enlists the busy source, too.
        node.Time.Advance(TimeSpan.FromSeconds(2));
        foreach (var i in Enumerable.Range(1, 10)) await other.SendAsync(Feed.Arrivals(node.Now, i, i));
        Assert.False(posting.IsCompleted);
        agents.Open();
        await posting.InTime();
        await busy.AckedAsync(new Sequence(2));
    }

    [Fact]
    public async Task Quiet_session_of_a_rolled_back_shard_ends()
    {
        await using var node = await ClockedNode.StartAsync();
        var lineage = 0L;
        var log = NullLogger.Instance;
        var writer = new ShardWriter(0, node.Store, node.Board, ClockedNode.Options, node.Time, log);
        var running = writer.RunAsync(CancellationToken.None);
        var source = new SourceId(TenantId.Default, "pbx");
        var mark = await node.Store.ClaimAsync(0, source, CancellationToken.None);
        var ledger = new Ledger(node.Store, new LedgerOptions());
        var context = new SessionContext(source, writer, ledger, 0, () => Volatile.Read(ref lineage), node.Time, log);
        var quota = new SourceQuota(source, node.Board.Uses.Of(source.Tenant), new TenantLimits(), node.Board.OverLimits);
        var defects = new DefectLog(source, node.Time, log);
        var builder = new SectionBuilder(
            source, mark, new SourceFloor(new FloorOptions()), quota, CurrentSettings.Standard, defects, new EngineMeter().Ghosts);
        var session = new SourceSession(context, mark, builder, ClockedNode.Options);
        Volatile.Write(ref lineage, 1);
        var ended = session.EndAsync();
        await node.PassUntilAsync(ended, TimeSpan.FromSeconds(1));
        Assert.Equal(SessionEnd.MarkMoved, (await ended).End);
        writer.Complete();
        await running.InTime();
    }

    [Fact]
    public async Task Owners_of_sources_retire_with_their_sessions()
    {
        await using var node = await ClockedNode.StartAsync();
        foreach (var i in Enumerable.Range(0, 50))
        {
            var session = await node.OpenAsync($"pbx-{i}");
            session.Complete();
            await session.Completion.InTime();
        }
        while (node.Sessions.Count > 0) await Task.Yield();
        var again = await node.OpenAsync("pbx-1");
        Assert.Equal((1, true), (node.Sessions.Count, again.Fence.Value > 1));
    }

    [Fact]
    public async Task Lane_of_a_published_source_retires_when_idle_and_opens_again()
    {
        await using var node = await ClockedNode.StartAsync();
        using var lanes = node.Lanes();
        var source = new SourceId(TenantId.Default, "web");
        await lanes.PublishAsync(source, [Feed.Available(node.Now, "ann")], CancellationToken.None).InTime();
        var retired = Task.Run(async () =>
        {
            while (lanes.Count > 0 || node.Sessions.Count > 0) await Task.Yield();
        });
        await node.PassUntilAsync(retired, TimeSpan.FromSeconds(30));
        await lanes.PublishAsync(source, [Feed.Queued(node.Now, "v1")], CancellationToken.None).InTime();
        Assert.Equal(1, await node.CountAsync("contacts_offered"));
    }

    [Fact]
    public async Task Lane_stays_open_while_a_visit_is_live()
    {
        await using var node = await ClockedNode.StartAsync();
        using var lanes = node.Lanes();
        await lanes.PublishAsync(new SourceId(TenantId.Default, "web"), [Feed.Queued(node.Now, "v1")], CancellationToken.None).InTime();
        for (var i = 0; i < 10; i++) node.Time.Advance(ClockedNode.Options.PublishIdleMax);
        Assert.Equal((1, 1), (lanes.Count, node.Sessions.Count));
    }

    [Fact]
    public async Task Waiting_published_events_are_limited()
    {
        await using var node = await ClockedNode.StartAsync(ClockedNode.Options with { BatchEventsMax = 10, UnackedEventsMax = 10 });
        using var lanes = node.Lanes();
        var source = new SourceId(TenantId.Default, "web");
        node.Store.ShutGate();
        var call = lanes.PublishAsync(source, [.. Feed.Arrivals(node.Now, 0, 9).Events], CancellationToken.None);
        await node.Store.Entered.InTime();
        var refused = await Assert.ThrowsAsync<PublishBacklogException>(
            () => lanes.PublishAsync(source, [Feed.Queued(node.Now, "v10")], CancellationToken.None).InTime());
        Assert.Equal(10, refused.EventsMax);
        node.Store.OpenGate();
        await call.InTime();
        await lanes.PublishAsync(source, [Feed.Queued(node.Now, "v10")], CancellationToken.None).InTime();
        Assert.Equal(11, await node.CountAsync("contacts_offered"));
    }

    /// <summary>Agents of a report whose reading waits until a test opens it.</summary>
    private sealed class GatedAgents : IReadOnlyList<LiveAgent>
    {
        private readonly TaskCompletionSource _entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _gate = new();

        public Task Entered => _entered.Task;
        public int Count => 0;
        public LiveAgent this[int index] => throw new InvalidOperationException();

        public void Open() => _gate.Set();

        public IEnumerator<LiveAgent> GetEnumerator()
        {
            _entered.TrySetResult();
            _gate.Wait();
            yield break;
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
