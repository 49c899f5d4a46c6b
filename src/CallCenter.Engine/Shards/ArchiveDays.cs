using CallCenter.Core.Identity;
using CallCenter.Core.Storage;

namespace CallCenter.Engine.Shards;

/// <summary>Adds the days that a fold closes to its archive: each is made of its hours, since a day is longer than rows may be
/// kept.</summary>
/// <param name="zoneOf">Whose days count for a tenant.</param>
internal sealed class ArchiveDays(IMetricStore store, Func<TenantId, TimeZoneInfo> zoneOf)
{
    public async Task<ShardFold> AddToAsync(int shard, ShardFold fold, CancellationToken cancellationToken)
    {
        if (fold.Archived.Count == 0) return fold;
        var stored = (await store.Archive.ReadExtentsAsync(shard, cancellationToken)).ToDictionary(extent => extent.Source);
        var blocks = fold.Archive.ToList();
        foreach (var extent in fold.Archived)
        {
            var after = stored.TryGetValue(extent.Source, out var before) ? before.To : extent.From;
            foreach (var (start, end) in ArchiveTimes.DaysEnding(zoneOf(extent.Source.Tenant), after, extent.To))
            {
                var known = await store.Archive.ReadAsync(shard, extent.Source, ArchiveLevel.Hour, start, end, cancellationToken);
                var closed = fold.Archive.Where(block => block.Source == extent.Source && block.End > start && block.End <= end);
                IReadOnlyList<ReadOnlyMemory<byte>> hours = [.. known.Concat(closed).Select(block => block.Bytes)];
                if (hours.Count > 0)
                    blocks.Add(new ArchiveBlock(extent.Source, ArchiveLevel.Day, end, ArchiveMerge.Merge(start, end, hours)));
            }
        }
        return fold with { Archive = blocks };
    }
}
