using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Storage;

namespace CallCenter.Storage.Tests.Contract;

// Folds and images.
public abstract partial class MetricStoreContract
{
    private static readonly SourceId Odd = new(TenantId.Default, "1:{odd}:呼");

    private static int Shard(IMetricStore store) => Samples.ShardOf(store, Samples.Ann);

    [StoreFact]
    public async Task An_unused_shard_loads_empty()
        => Assert.Equal(["checkpoint 0-0 at 0"], Samples.Lines(await LoadAsync(Store)));

    [StoreFact]
    public async Task Folded_data_is_in_the_image()
    {
        var last = (await CommitManyAsync(Store, Samples.Ann, 3))[^1].Position;

        Assert.True(await FoldAsync(Store, new ShardFold(
            LogPosition.Start, last, 1_700_000_000,
            [Samples.Block(0, 1_699_999_980, 1, 0, 2), Samples.Block(BlockKey.BaseLevel, 0, 9)],
            [Samples.Row(Samples.Ann, 0, 5), Samples.Row(Samples.Ann, 1, 6), Samples.Row(Odd, 0, 7)],
            [Samples.Item(Samples.Ann, FloorItemKind.VisitLive, -4, 8), Samples.Item(Odd, FloorItemKind.Source, 0, 0)])));

        Assert.Equal(
        [
            $"checkpoint {last} at 1700000000",
            "block 0 1699999980 010002", "block 99 0 09",
            "row 1:{odd}:呼 0 07", "row ann 0 05", "row ann 1 06",
            "item 1:{odd}:呼 Source 0 00", "item ann VisitLive -4 08",
        ], Samples.Lines(await LoadAsync(Other)));
    }

    [StoreFact]
    public async Task A_second_fold_changes_only_its_own_blocks_rows_and_items()
    {
        var log = await CommitManyAsync(Store, Samples.Ann, 2);
        await FoldAsync(Store, new ShardFold(
            LogPosition.Start, log[0].Position, 100,
            [Samples.Block(0, 60, 1), Samples.Block(0, 120, 2), Samples.Block(1, 0, 3)], [Samples.Row(Samples.Ann, 0, 5)],
            [Samples.Item(Samples.Ann, FloorItemKind.VisitFixed, 1, 1), Samples.Item(Samples.Ann, FloorItemKind.VisitFixed, 2, 2)]));

        Assert.True(await FoldAsync(Store, new ShardFold(
            log[0].Position, log[1].Position, 160,
            [Samples.Block(0, 60), Samples.Block(0, 120, 22)], [Samples.Row(Samples.Ann, 1, 6)],
            [Samples.Item(Samples.Ann, FloorItemKind.VisitFixed, 1, null), Samples.Item(Samples.Ann, FloorItemKind.VisitFixed, 3, 3)])));

        Assert.Equal(
        [
            $"checkpoint {log[1].Position} at 160", "block 0 120 16", "block 1 0 03", "row ann 0 05", "row ann 1 06",
            "item ann VisitFixed 2 02", "item ann VisitFixed 3 03",
        ], Samples.Lines(await LoadAsync(Other)));
    }

    [StoreFact]
    public async Task A_row_without_bytes_is_gone_and_those_of_other_sources_stay()
    {
        var log = await CommitManyAsync(Store, Samples.Ann, 2);
        await FoldAsync(Store, new ShardFold(
            LogPosition.Start, log[0].Position, 100, [],
            [Samples.Row(Samples.Ann, 0, 5), Samples.Row(Samples.Ann, 1, 6), Samples.Row(Odd, 1, 7)], []));

        Assert.True(await FoldAsync(Store, new ShardFold(
            log[0].Position, log[1].Position, 160, [],
            [Samples.Row(Samples.Ann, 1), Samples.Row(Samples.Ann, 2), Samples.Row(Samples.Ann, 3, 8)], [])));

        Assert.Equal(
            [$"checkpoint {log[1].Position} at 160", "row 1:{odd}:呼 1 07", "row ann 0 05", "row ann 3 08"],
            Samples.Lines(await LoadAsync(Other)));
    }

    [StoreFact]
    public async Task A_fold_from_an_outdated_checkpoint_writes_nothing()
    {
        var log = await CommitManyAsync(Store, Samples.Ann, 2);
        await FoldAsync(Store, new ShardFold(LogPosition.Start, log[0].Position, 100, [Samples.Block(0, 60, 1)], [], []));
        var before = Samples.Lines(await LoadAsync(Store));

        var taken = await FoldAsync(
            Store, new ShardFold(LogPosition.Start, log[1].Position, 160, [Samples.Block(0, 60, 2)], [Samples.Row(Samples.Ann, 0, 5)], []));

        Assert.False(taken);
        Assert.Equal(before, Samples.Lines(await LoadAsync(Store)));
    }

    [StoreFact]
    public async Task The_log_continues_from_the_checkpoint()
    {
        var log = await CommitManyAsync(Store, Samples.Ann, 5);
        await FoldAsync(Store, new ShardFold(LogPosition.Start, log[2].Position, 100, [], [], []));

        var image = await LoadAsync(Other);
        var rest = await ReadAsync(Other, Samples.Ann, image.Checkpoint);

        Assert.Equal(log.Skip(3).Select(e => e.Position), rest.Select(e => e.Position));
        Samples.AssertChain(image.Checkpoint, rest);
    }

    [StoreFact]
    public async Task After_a_fold_of_the_whole_log_new_commits_continue_from_its_end()
    {
        var log = await CommitManyAsync(Store, Samples.Ann, 2);
        await FoldAsync(Store, new ShardFold(LogPosition.Start, log[1].Position, 100, [], [], []));

        var next = Assert.Single(await CommitManyAsync(Other, Samples.Ann, 1));

        Assert.Equal(log[1].Position, next.Previous);
    }

    [StoreFact]
    public async Task Ten_thousand_rows_and_items_and_large_blocks_are_read_back()
    {
        var last = Assert.Single(await CommitManyAsync(Store, Samples.Ann, 1)).Position;
        var bytes = new byte[300_000];
        new Random(2).NextBytes(bytes);
        var fold = new ShardFold(
            LogPosition.Start, last, 100,
            [.. Enumerable.Range(0, 12).Select(i => Samples.Block(2, (uint)i * 3600, bytes))],
            [.. Enumerable.Range(0, 10_000).Select(i => Samples.Row(Samples.Ann, i, (byte)i, (byte)(i >> 8)))],
            [.. Enumerable.Range(0, 10_000).Select(i => Samples.Item(Samples.Ann, FloorItemKind.AgentLive, i, (byte)i))]);

        Assert.True(await FoldAsync(Store, fold));

        Assert.Equal(Samples.Lines(new ShardImage(last, 100, fold.Blocks, fold.Rows, fold.Items)), Samples.Lines(await LoadAsync(Other)));
    }

    // Loading goes on while another node folds: whatever is read belongs to one checkpoint.
    [StoreFact]
    public async Task An_image_read_during_folds_is_of_one_checkpoint()
    {
        var log = await CommitManyAsync(Store, Samples.Ann, 30);
        var folding = FoldOneByOneAsync(log);
        do
        {
            var image = await LoadAsync(Other);
            var marks = image.Blocks.Select(b => (int)b.Bytes.Span[0]).Concat(image.Rows.Select(r => (int)r.Key.Span[0])).Distinct();
            Assert.True(marks.Count() <= 1, $"Of several folds: {string.Join("; ", Samples.Lines(image))}");
        }
        while (!folding.IsCompleted);
        await folding.InTime();
    }

    private async Task FoldOneByOneAsync(List<LogEntry> log)
    {
        var before = LogPosition.Start;
        for (var i = 0; i < log.Count; i++)
        {
            var mark = (byte)(i + 1);
            ShardFold fold = new(
                before, log[i].Position, (uint)i,
                [.. Enumerable.Range(0, 20).Select(b => Samples.Block(0, (uint)b * 60, mark))],
                    [.. Enumerable.Range(0, 20).Select(r => Samples.Row(Samples.Ann, r, mark))], []);
            Assert.True(await FoldAsync(Store, fold));
            before = log[i].Position;
        }
    }

    private static Task<ShardImage> LoadAsync(IMetricStore store) => store.LoadAsync(Shard(store), default).InTime();

    private static async Task<bool> FoldAsync(IMetricStore store, ShardFold fold)
    {
        Assert.True(await store.LeaseFoldAsync(Shard(store), TimeSpan.FromMinutes(1), default).InTime());
        return await store.FoldAsync(Shard(store), fold, default).InTime();
    }
}
