using System.Globalization;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Storage;

namespace CallCenter.Storage.Tests;

/// <summary>Sources, batches and commits for tests of stores.</summary>
internal static class Samples
{
    public static readonly SourceId Ann = new(TenantId.Default, "ann");

    private static IEnumerable<SourceId> Sources
        => Enumerable.Range(0, int.MaxValue).Select(i => new SourceId(TenantId.Default, string.Create(CultureInfo.InvariantCulture,
            $"source-{i}")));

    public static int ShardOf(IMetricStore store, SourceId source) => Sharding.ShardOf(source, store.ShardCount);

    public static MarkStep Step(SourceId source, SourceMark mark, long from, long to)
        => new(source, mark.Fence, new Sequence(from), new Sequence(to));

    /// <summary>A batch to tell from others; stores do not look into it.</summary>
    public static byte[] Batch(byte mark) => [mark, 0, 13, 10, 255];

    public static List<SourceId> SourcesOfOneShard(int shards, int count)
        => [.. Sources.Where(s => Sharding.ShardOf(s, shards) == 0).Take(count)];

    public static SourceId SourceOfShard(int shards, int shard) => Sources.First(s => Sharding.ShardOf(s, shards) == shard);

    public static (SourceId, SourceId) TwoSourcesOfOneShard(int shards)
        => SourcesOfOneShard(shards, 2) is [var a, var b] ? (a, b) : default;

    /// <summary>Commits, which must go well.</summary>
    public static async Task<LogEntry> CommitAsync(IMetricStore store, byte[] batch, params MarkStep[] steps)
        => Assert.IsType<CommitOutcome.Committed>(
            await store.CommitAsync(ShardOf(store, steps[0].Source), new LogCommit(steps, batch), default).InTime()).Entry;

    /// <summary>Claims a source and commits so many events of it, one by one.</summary>
    public static async Task<List<LogEntry>> CommitManyAsync(IMetricStore store, SourceId source, int commits)
    {
        var mark = await store.ClaimAsync(ShardOf(store, source), source, default).InTime();
        var entries = new List<LogEntry>();
        for (var i = 0; i < commits; i++)
            entries.Add(await CommitAsync(
                store, Batch((byte)i), Step(source, mark, mark.Committed.Value + i, mark.Committed.Value + i + 1)));
        return entries;
    }

    public static Block Block(int level, uint start, params byte[] bytes) => new(new BlockKey(level, start), bytes);

    public static StoredRow Row(SourceId source, int number, params byte[] key) => new(source, number, key);

    public static StoredItem Item(SourceId source, FloorItemKind kind, int handle, params byte[]? value)
        => new(source, new FloorItem(new FloorItemKey(kind, handle), value));

    /// <summary>Each entry names the one before.</summary>
    public static void AssertChain(LogPosition before, IReadOnlyList<LogEntry> entries)
    {
        Assert.Equal(entries.Select(e => e.Position).Prepend(before).SkipLast(1), entries.Select(e => e.Previous));
        Assert.Equal(entries.Select(e => e.Position).Order(), entries.Select(e => e.Position));
    }

    /// <summary>An image as lines of text in order, so that two can be compared as a whole.</summary>
    public static string[] Lines(ShardImage image) =>
    [
        string.Create(CultureInfo.InvariantCulture, $"checkpoint {image.Checkpoint} at {image.FoldedAt}"),
        .. image.Blocks.Select(b => $"block {b.Key.Level} {b.Key.Start} {Hex(b.Bytes)}").Order(StringComparer.Ordinal),
        .. image.Rows.Select(r => $"row {r.Source} {r.Number} {Hex(r.Key)}").Order(StringComparer.Ordinal),
        .. image.Items.Select(i => $"item {i.Source} {i.Item.Key.Kind} {i.Item.Key.Handle} {Hex(i.Item.Value)}").Order(
            StringComparer.Ordinal),
    ];

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexString(bytes.Span);
}
