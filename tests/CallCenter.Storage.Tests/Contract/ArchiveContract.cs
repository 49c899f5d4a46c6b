using CallCenter.Core.Identity;
using CallCenter.Core.Storage;

namespace CallCenter.Storage.Tests.Contract;

// The archive: blocks and extents, written by folds and read on demand.
public abstract partial class MetricStoreContract
{
    private static readonly ArchiveKept AllKept = new(0, 0);

    [StoreFact]
    public async Task An_unused_archive_is_empty()
    {
        Assert.Empty(await Store.Archive.ReadExtentsAsync(Shard(Store), default));
        Assert.Empty(await ReadArchiveAsync(Samples.Ann, ArchiveLevel.Hour, 0, uint.MaxValue));
    }

    [StoreFact]
    public async Task Archived_blocks_are_read_by_source_level_and_range_in_order()
    {
        await ArchiveAsync([HourAt(Samples.Ann, 3600), HourAt(Samples.Ann, 7200), DayAt(Samples.Ann, 7200), HourAt(Odd, 7200)]);
        await ArchiveAsync([HourAt(Samples.Ann, 10_800)]);

        Assert.Equal([3600u, 7200, 10_800], Ends(await ReadArchiveAsync(Samples.Ann, ArchiveLevel.Hour, 0, 10_800)));
        Assert.Equal([7200u], Ends(await ReadArchiveAsync(Samples.Ann, ArchiveLevel.Hour, 3600, 10_799)));
        Assert.Equal([7200u], Ends(await ReadArchiveAsync(Samples.Ann, ArchiveLevel.Day, 0, uint.MaxValue)));
        var block = Assert.Single(await ReadArchiveAsync(Odd, ArchiveLevel.Hour, 0, uint.MaxValue));
        Assert.Equal((Odd, ArchiveLevel.Hour), (block.Source, block.Level));
        Assert.Equal(HourAt(Odd, 7200).Bytes.ToArray(), block.Bytes.ToArray());
    }

    [StoreFact]
    public async Task Many_archived_blocks_are_read_whole()
    {
        var hours = Enumerable.Range(1, 100).Select(i => HourAt(Samples.Ann, (uint)i * 3600)).ToList();
        await ArchiveAsync(hours);

        Assert.Equal(hours.Select(h => h.End), Ends(await ReadArchiveAsync(Samples.Ann, ArchiveLevel.Hour, 0, uint.MaxValue)));
    }

    [StoreFact]
    public async Task Extents_are_read_with_the_image_and_alone()
    {
        var (first, second) = (new ArchiveExtent(Samples.Ann, 0, 3600), new ArchiveExtent(Odd, 3600, 7200));
        await ArchiveAsync([], AllKept, first, second);
        await ArchiveAsync([], AllKept, first with { To = 7200 });

        ArchiveExtent[] expected = [second, first with { To = 7200 }];
        Assert.Equal(expected, (await Other.Archive.ReadExtentsAsync(Shard(Store), default)).OrderBy(e => e.Source.StoredKey));
        Assert.Equal(expected, (await LoadAsync(Other)).Archived.OrderBy(e => e.Source.StoredKey));
    }

    [StoreFact]
    public async Task Blocks_that_end_before_the_kept_time_go_with_the_next_fold_of_their_source()
    {
        await ArchiveAsync(
            [HourAt(Samples.Ann, 3600), HourAt(Samples.Ann, 7200), DayAt(Samples.Ann, 3600), DayAt(Samples.Ann, 7200), HourAt(Odd, 3600)]);
        await ArchiveAsync([], new ArchiveKept(3600, 7200), new ArchiveExtent(Samples.Ann, 0, 9000));

        Assert.Equal([7200u], Ends(await ReadArchiveAsync(Samples.Ann, ArchiveLevel.Hour, 0, uint.MaxValue)));
        Assert.Empty(await ReadArchiveAsync(Samples.Ann, ArchiveLevel.Day, 0, uint.MaxValue));
        Assert.Equal([3600u], Ends(await ReadArchiveAsync(Odd, ArchiveLevel.Hour, 0, uint.MaxValue)));
    }

    [StoreFact]
    public async Task A_fold_that_is_not_taken_leaves_the_archive_as_it_was()
    {
        await ArchiveAsync([HourAt(Samples.Ann, 3600)]);
        var next = (await CommitManyAsync(Store, Samples.Ann, 1))[0].Position;

        Assert.False(await FoldAsync(Store, new ShardFold(LogPosition.Start, next, 100, [], [], [])
        {
            Archive = [HourAt(Samples.Ann, 7200)],
            Archived = [new ArchiveExtent(Samples.Ann, 0, 7200)],
            ArchiveKept = new ArchiveKept(9000, 9000),
        }));

        Assert.Equal([3600u], Ends(await ReadArchiveAsync(Samples.Ann, ArchiveLevel.Hour, 0, uint.MaxValue)));
        Assert.Empty(await Other.Archive.ReadExtentsAsync(Shard(Store), default));
    }

    private async Task ArchiveAsync(IReadOnlyList<ArchiveBlock> blocks, ArchiveKept kept = default, params ArchiveExtent[] extents)
    {
        var image = await LoadAsync(Store);
        var next = (await CommitManyAsync(Store, Samples.Ann, 1))[0].Position;
        Assert.True(await FoldAsync(Store, new ShardFold(image.Checkpoint, next, 100, [Samples.Block(0, 60, 1)], [], [])
        {
            Archive = blocks,
            Archived = extents,
            ArchiveKept = kept,
        }));
    }

    private Task<IReadOnlyList<ArchiveBlock>> ReadArchiveAsync(SourceId source, ArchiveLevel level, uint after, uint to)
        => Other.Archive.ReadAsync(Shard(Store), source, level, after, to, default);

    private static IEnumerable<uint> Ends(IReadOnlyList<ArchiveBlock> blocks) => blocks.Select(block => block.End);

    private static ArchiveBlock HourAt(SourceId source, uint end)
        => new(source, ArchiveLevel.Hour, end, new byte[] { 2, (byte)(end / 3600), 0 });

    private static ArchiveBlock DayAt(SourceId source, uint end) => new(source, ArchiveLevel.Day, end, new byte[] { 2, 13, 10, 0 });
}
