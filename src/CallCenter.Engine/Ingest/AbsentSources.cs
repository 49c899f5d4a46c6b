using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using CallCenter.Engine.Board;
using CallCenter.Engine.Shards;
using Microsoft.Extensions.Logging;

namespace CallCenter.Engine.Ingest;

/// <summary>
/// Ends silent visits of sources whose adapter went away and does not come back: no session of theirs looks at the clock. Every node looks
/// after all sources; should two find the same one, the fence lets one of them commit.
/// </summary>
public sealed class AbsentSources(
    SourceSessions sessions, KpiBoard board, IMetricStore store, TimeProvider time, ILogger<AbsentSources> log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // Of each absent source: its last word, and when a visit ends next, so that its floor is not read each time.
    private Dictionary<SourceId, (Instant? HeardAt, Instant? End)> _known = [];

    /// <summary>Looks once a minute until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await board.Ready.WaitAsync(cancellationToken);
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken)) await AdvanceAsync(cancellationToken);
    }

    internal async Task AdvanceAsync(CancellationToken cancellationToken)
    {
        var known = new Dictionary<SourceId, (Instant?, Instant?)>();
        foreach (var feed in await board.Lists.AbsentAsync(cancellationToken))
        {
            if (IsElsewhere(feed) || sessions.LiveOf(feed.Source) is not null) continue;
            try
            {
                known[feed.Source] = (feed.HeardAt, await AdvanceAsync(feed, cancellationToken));
            }
            catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                EngineLog.AbsentSourceNotAdvanced(log, feed.Source, e);
            }
        }
        _known = known;
    }

    // On a shared store, another node may have the session of a published source, which would end with our claim.
    private bool IsElsewhere(SourceFeed feed) => feed.State == FeedState.Calls && store.IsShared;

    private async Task<Instant?> AdvanceAsync(SourceFeed feed, CancellationToken cancellationToken)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        if (_known.TryGetValue(feed.Source, out var last) && last.HeardAt == feed.HeardAt && !(now > last.End)) return last.End;
        var shard = Sharding.ShardOf(feed.Source, store.ShardCount);
        var stored = await board.ReadFloorAsync(shard, feed.Source, LogPosition.Start, cancellationToken);
        var end = sessions.NextEndOf(feed.Source, stored);
        if (now > end) await sessions.AdvanceAsync(feed.Source, cancellationToken);
        return end;
    }
}
