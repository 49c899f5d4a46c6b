using CallCenter.Core.Encoding;
using CallCenter.Core.Storage;
using StackExchange.Redis;

namespace CallCenter.Storage.Redis;

/// <summary>
/// Reads a shard as of its checkpoint, in pages, so that no answer holds up Redis. A fold between two pages shows as a moved
/// checkpoint, another server between two pages as fields that are missing, and all is read again.
/// </summary>
internal sealed class ShardReader(RedisLink link, RedisArchive archive, ShardFormats formats, RedisStoreOptions options)
{
    // Folds are made once a minute or so and reading takes a fraction of a second: more than one moved checkpoint is rare.
    private const int ReadsMax = 20;
    private const int FieldsOfPage = 1000;
    private const long BytesOfPage = 512 * 1024;

    // Pages asked for at once: enough that Redis and this side work at the same time.
    private const int PagesAtOnce = 4;

    public async Task<ShardImage> ReadAsync(ShardKeys keys, CancellationToken cancellationToken)
    {
        string? lost = null;
        for (var read = 0; read < ReadsMax; read++)
        {
            // For a shard that was never used, or is new since Redis lost everything.
            await formats.RegisterAsync(Line.Bulk, keys, cancellationToken);
            var before = await ReadMetaAsync(keys, cancellationToken);
            var rows = ReadHashAsync(keys.Rows, cancellationToken);
            var items = ReadHashAsync(keys.Items, cancellationToken);
            var blocks = ReadBlocksAsync(keys, cancellationToken);
            var archived = archive.ReadExtentsAsync(keys, cancellationToken);
            await Task.WhenAll(rows, items, blocks, archived);
            lost = (await blocks).Missing ?? await FindBreakAsync(keys, before.Checkpoint, cancellationToken);
            var isWhole = (await rows).IsWhole && (await items).IsWhole;
            if (before != await ReadMetaAsync(keys, cancellationToken) || !isWhole) continue;
            if (lost is not null) break;
            return new ShardImage(
                before.Checkpoint, before.FoldedAt, (await blocks).Found,
                [.. (await rows).Fields.Select(f => Fields.ReadRow(f.Key, f.Value))],
                [.. (await items).Fields.Select(f => Fields.ReadItem(f.Key, f.Value))])
            {
                Format = before.Format,
                Archived = await archived,
            };
        }
        if (lost is not null) throw Faults.ShardLost(options, lost);
        throw new StoreUnavailableException(
            $"{options} was folded or restarted {ReadsMax} times while one shard was read; set Engine:FoldInterval longer.");
    }

    private async Task<(LogPosition Checkpoint, uint FoldedAt, int Format)> ReadMetaAsync(ShardKeys keys,
        CancellationToken cancellationToken)
    {
        RedisValue[] names = ["checkpoint", "folded", "format"];
        var values = await link.AskAsync(Line.Bulk, db => db.HashGetAsync(keys.Meta, names, CommandFlags.DemandMaster), cancellationToken);
        if (values[0].IsNull) throw Faults.ShardLost(options, "the checkpoint is missing");
        var format = values[2].IsNull ? 1 : (int)Fields.Number(values[2].ToString());
        if (format is < StoredFormat.Oldest or > StoredFormat.Newest) throw StoredFormException.OfFormat("image", format);
        return (StreamIds.Read(values[0]), (uint)Fields.Number(values[1].ToString()), format);
    }

    private async Task<(List<Block> Found, string? Missing)> ReadBlocksAsync(ShardKeys keys, CancellationToken cancellationToken)
    {
        var index = await link.AskAsync(Line.Bulk, db => db.HashGetAllAsync(keys.Blocks, CommandFlags.DemandMaster), cancellationToken);
        var found = new List<Block>(index.Length);
        foreach (var pages in Pages(index).Chunk(PagesAtOnce))
        {
            foreach (var page in await Task.WhenAll(pages.Select(p => ReadPageAsync(keys, p, cancellationToken)))) found.AddRange(page);
        }
        var missing = found.Find(b => b.Bytes.IsEmpty);
        return (found, missing == default ? null : $"block {ShardKeys.NameOf(missing.Key)} is missing");
    }

    private async Task<IEnumerable<Block>> ReadPageAsync(ShardKeys keys, List<BlockKey> page, CancellationToken cancellationToken)
    {
        RedisKey[] names = [.. page.Select(keys.Block)];
        var values = await link.AskAsync(Line.Bulk, db => db.StringGetAsync(names, CommandFlags.DemandMaster), cancellationToken);
        return page.Zip(values, (key, value) => new Block(key, (byte[]?)value));
    }

    private static IEnumerable<List<BlockKey>> Pages(HashEntry[] index)
    {
        var page = new List<BlockKey>();
        var bytes = 0L;
        foreach (var entry in index)
        {
            page.Add(Fields.ReadBlock(entry.Name.ToString()));
            bytes += Fields.Number(entry.Value.ToString());
            if (bytes < BytesOfPage) continue;
            yield return page;
            (page, bytes) = ([], 0);
        }
        if (page.Count > 0) yield return page;
    }

    // A scan may meet a field twice; the newest value stands, and is of the same fold as the rest, or the checkpoint has moved. It misses
    // fields when it goes on at another server, or one restarted: a cursor is a place in an order that each process draws anew.
    private async Task<(Dictionary<string, byte[]> Fields, bool IsWhole)> ReadHashAsync(RedisKey key, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var cursor = "0";
        do
        {
            object[] arguments = [key, cursor, "COUNT", FieldsOfPage];
            var page = (RedisResult[])(await link.AskAsync(
                Line.Bulk, db => db.ExecuteAsync("HSCAN", arguments, CommandFlags.DemandMaster), cancellationToken))!;
            cursor = (string)page[0]!;
            var pairs = (RedisResult[])page[1]!;
            for (var i = 0; i < pairs.Length; i += 2) fields[(string)pairs[i]!] = (byte[])pairs[i + 1]!;
        }
        while (cursor != "0");
        var count = await link.AskAsync(Line.Bulk, db => db.HashLengthAsync(key, CommandFlags.DemandMaster), cancellationToken);
        return (fields, fields.Count == count);
    }

    // The log must lead on from the checkpoint.
    private async Task<string?> FindBreakAsync(ShardKeys keys, LogPosition checkpoint, CancellationToken cancellationToken)
    {
        var (last, next) = await link.AskAsync(Line.Bulk, async db =>
        {
            var last = db.HashGetAsync(keys.Marks, Fields.Last, CommandFlags.DemandMaster);
            var next = db.StreamRangeAsync(keys.Log, $"({checkpoint}", "+", 1, Order.Ascending, CommandFlags.DemandMaster);
            return (await last, await next);
        }, cancellationToken);
        if (last.IsNull) return "the marks are missing";
        var previous = next.Length > 0 ? StreamIds.Entry(next[0]).Previous : StreamIds.Read(last);
        return previous == checkpoint ? null : $"the log after {checkpoint} is missing";
    }
}
