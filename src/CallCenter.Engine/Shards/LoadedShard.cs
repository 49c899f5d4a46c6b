using CallCenter.Core.Identity;
using CallCenter.Core.Replicas;
using CallCenter.Core.Storage;

namespace CallCenter.Engine.Shards;

/// <summary>A copy of a shard read from the store, which is kept from observers until it is put to use. Read by one thread.</summary>
internal sealed class LoadedShard
{
    private readonly ReplicaObserver _relay;
    private ReplicaObserver? _observer;

    private LoadedShard(int shard, Func<TenantId, TimeZoneInfo> zoneOf)
    {
        _relay = new ReplicaObserver(row => _observer?.Added(row), gone => _observer?.Removed(gone))
        {
            SourceAdded = source => _observer?.SourceAdded(source),
        };
        Replica = new ShardReplica(shard, _relay, zoneOf);
    }

    public ShardReplica Replica { get; }

    public static async Task<LoadedShard> ReadAsync(ShardContext context, int shard, CancellationToken cancellationToken)
    {
        var store = context.Store;
        // A fold between reading the image and the log may trim what is to be read; then the chain shows it and all is read again.
        while (true)
        {
            var loaded = new LoadedShard(shard, context.ZoneOf);
            loaded.Replica.Load(await store.LoadAsync(shard, cancellationToken));
            if (await loaded.ReplayAsync(store, cancellationToken)) return loaded;
        }
    }

    /// <summary>Shows all sources and rows, and each later one as it appears.</summary>
    public void Show(ReplicaObserver observer)
    {
        foreach (var source in Replica.Sources.Values)
        {
            observer.SourceAdded(source);
            foreach (var (_, row) in source.Rows.All()) observer.Added(row);
        }
        (_observer, _relay.Changes) = (observer, observer.Changes);
    }

    private async Task<bool> ReplayAsync(IMetricStore store, CancellationToken cancellationToken)
    {
        while (true)
        {
            var page = await store.ReadLogAsync(Replica.Number, Replica.Cursor, FollowedShard.PageEntries, cancellationToken);
            foreach (var entry in page)
            {
                if (!Replica.Apply(entry)) return false;
            }
            if (page.Count < FollowedShard.PageEntries) return true;
        }
    }
}
