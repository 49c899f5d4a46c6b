using CallCenter.Core.Identity;
using CallCenter.Core.Storage;
using StackExchange.Redis;

namespace CallCenter.Storage.Redis;

/// <summary>The ledgers of the shards. Only folds add to them; see fold.lua.</summary>
internal sealed class RedisLedger(RedisLink link, IReadOnlyList<ShardKeys> keys) : ILedgerStore
{
    public async Task<IReadOnlyList<LedgerChunkHead>> ReadHeadsAsync(
        int shard, LogPosition before, int chunksMax, CancellationToken cancellationToken)
    {
        RedisValue end = before == LogPosition.End ? "+" : $"({before}";
        var heads = await link.AskAsync(
            Line.Bulk,
            db => db.StreamRangeAsync(keys[shard].LedgerHeads, "-", end, chunksMax, Order.Descending, CommandFlags.DemandMaster),
            cancellationToken);
        return [.. heads.Select(h => new LedgerChunkHead(StreamIds.Read(h.Id), (byte[]?)h["h"] ?? [], new Instant((long)h["t"])))];
    }

    public async Task<byte[]?> ReadAsync(int shard, LogPosition position, CancellationToken cancellationToken)
    {
        var data = await link.AskAsync(
            Line.Bulk, db => db.HashGetAsync(keys[shard].Ledger, position.ToString(), CommandFlags.DemandMaster), cancellationToken);
        return (byte[]?)data;
    }

    public async Task<bool> RewriteAsync(int shard, LogPosition position, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
        => (int)await link.RunAsync(
            Line.Bulk, Script.Rewrite, [.. keys[shard].Core, keys[shard].Ledger], [position.ToString(), data], cancellationToken) == 1;
}
