using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using StackExchange.Redis;

namespace CallCenter.Storage.Redis;

/// <summary>The archives of the shards. Only folds add to them; see fold.lua.</summary>
internal sealed class RedisArchive(RedisLink link, IReadOnlyList<ShardKeys> keys) : IArchiveStore
{
    // A few megabytes at most, which Redis answers in milliseconds.
    private const int BlocksOfPage = 16;

    public Task<IReadOnlyList<ArchiveExtent>> ReadExtentsAsync(int shard, CancellationToken cancellationToken)
        => ReadExtentsAsync(keys[shard], cancellationToken);

    public async Task<IReadOnlyList<ArchiveExtent>> ReadExtentsAsync(ShardKeys shard, CancellationToken cancellationToken)
    {
        var fields = await link.AskAsync(
            Line.Bulk, db => db.HashGetAllAsync(shard.Archived, CommandFlags.DemandMaster), cancellationToken);
        return [.. fields.Select(field => Fields.ReadExtent(field.Name.ToString(), field.Value.ToString()))];
    }

    public async Task<IReadOnlyList<ArchiveBlock>> ReadAsync(
        int shard, SourceId source, ArchiveLevel level, uint after, uint to, CancellationToken cancellationToken)
    {
        var blocks = new List<ArchiveBlock>();
        var key = keys[shard].Archive(source, level);
        while (true)
        {
            var from = (blocks.Count > 0 ? blocks[^1].End : after) + 1L;
            var page = await link.AskAsync(
                Line.Bulk,
                db => db.StreamRangeAsync(key, $"{from}-0", $"{to}-0", BlocksOfPage, Order.Ascending, CommandFlags.DemandMaster),
                cancellationToken);
            blocks.AddRange(page.Select(
                entry => new ArchiveBlock(source, level, (uint)StreamIds.Read(entry.Id).Major, (byte[]?)entry["b"] ?? [])));
            if (page.Length < BlocksOfPage) return blocks;
        }
    }
}
