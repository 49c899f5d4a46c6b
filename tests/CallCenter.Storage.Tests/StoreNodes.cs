using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using CallCenter.Core.Windows;
using CallCenter.Engine;
using CallCenter.Engine.Ingest;

namespace CallCenter.Storage.Tests;

/// <summary>Nodes that fold each second, and the visits that they count.</summary>
internal static class StoreNodes
{
    public static Task<Node> StartAsync(IMetricStore store, FloorOptions? floor = null)
        => Node.StartAsync(store, new EngineOptions { FoldInterval = TimeSpan.FromSeconds(1), Floor = floor ?? new() });

    /// <summary>Sends visits as events first to last.</summary>
    public static async Task SendAsync(SourceSession session, int first, int last)
    {
        var events = Enumerable.Range(first, last - first + 1).Select(i => new IncomingEvent(Queued($"v{i}"), null));
        Assert.True(await session.PostAsync(new SequencedBatch(new Sequence(first), [.. events]), default));
    }

    /// <summary>Sends visits, and waits for the ack of the last.</summary>
    public static async Task CountAsync(SourceSession session, int first, int last)
    {
        await SendAsync(session, first, last);
        await AckedAsync(session, last);
    }

    /// <summary>Visits begin to wait, as events from the first on.</summary>
    public static Task QueueAsync(SourceSession session, int first, params string[] visits)
        => SendAsync(session, first, visits.Select(Queued));

    /// <summary>Waiting visits give up, as events from the first on.</summary>
    public static Task AbandonAsync(SourceSession session, int first, params string[] visits)
        => SendAsync(session, first, visits.Select(v => new VisitEnded(v, VisitOutcome.Abandoned, null, null, false) { OccurredAt = Now }));

    /// <summary>Excludes visits, as events from the first on.</summary>
    public static Task ExcludeAsync(SourceSession session, int first, params string[] visits)
        => SendAsync(session, first, visits.Select(v => new VisitExcluded(v, "test") { OccurredAt = Now }));

    private static VisitQueued Queued(string visit)
        => new(visit, visit, new VisitTraits("sales", Channel.Phone, Direction.Inbound, "", "", "", "")) { OccurredAt = Now };

    private static Instant Now => Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());

    private static async Task SendAsync(SourceSession session, int first, IEnumerable<SourceEvent> events)
    {
        var batch = new SequencedBatch(new Sequence(first), [.. events.Select(e => new IncomingEvent(e, null))]);
        Assert.True(await session.PostAsync(batch, default).InTime());
        await AckedAsync(session, first + batch.Events.Count - 1);
    }

    private static async Task AckedAsync(SourceSession session, int last)
    {
        var committed = 0L;
        while (committed < last)
        {
            var notice = await session.NextAckAsync().AsTask().InTime();
            session.AckWritten(notice!);
            committed = notice!.Committed.Value;
        }
    }

    /// <summary>Number of offered contacts on the node's board.</summary>
    public static Task<long> OfferedAsync(this Node node) => node.CountAsync("contacts_offered");

    /// <summary>Contacts offered in the last hour by queue, on the node's board.</summary>
    public static async Task<string> OfferedByQueueAsync(this Node node)
    {
        var state = await node.AskAsync(Selectors.Of("contacts_offered", new SlidingWindow(TimeSpan.FromHours(1)), "queue"));
        return string.Join(' ', state.Rows.Select(r => $"{r.Labels[0]}:{r.Values[0].A}"));
    }
}
