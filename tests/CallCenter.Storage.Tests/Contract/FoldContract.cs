using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Storage;

namespace CallCenter.Storage.Tests.Contract;

// Folds and images.
public abstract partial class MetricStoreContract
{
    private static readonly SourceId Odd = new(TenantId.Default, "1:{odd}:呼");

    private static int Shard(IMetricStore store) => Given.ShardOf(store, Given.Ann);

    [StoreFact]
    public async Task An_unused_shard_loads_empty()
        => Assert.Equal(["checkpoint 0-0 at 0"], Given.Lines(await LoadAsync(Store)));

    [StoreFact]
    public async Task Folded_data_is_in_the_image()
    {
        var last = (await CommitManyAsync(Store, Given.Ann, 3))[^1].Position;

        Assert.True(await FoldAsync(Store, new ShardFold(
            LogPosition.Start, last, 1_700_000_000,
            [Given.Block(0, 1_699_999_980, 1, 0, 2), Given.Block(BlockKey.BaseLevel, 0, 9)],
            [Given.Row(Given.Ann, 0, 5), Given.Row(Given.Ann, 1, 6), Given.Row(Odd, 0, 7)],
            [Given.Item(Given.Ann, FloorItemKind.VisitLive, -4, 8), Given.Item(Odd, FloorItemKind.Source, 0, 0)])));

        Assert.Equal(
        [
            $"checkpoint {last} at 1700000000",
            "block 0 1699999980 010002", "block 99 0 09",
            "row 1:{odd}:呼 0 07", "row ann 0 05", "row ann 1 06",
            "item 1:{odd}:呼 Source 0 00", "item ann VisitLive -4 08",
        ], Given.Lines(await LoadAsync(Other)));
    }

    [StoreFact]
    public async Task A_second_fold_changes_only_its_own_blocks_rows_and_items()
    {
        var log = await CommitManyAsync(Store, Given.Ann, 2);
        await FoldAsync(Store, new ShardFold(
            LogPosition.Start, log[0].Position, 100,
            [Given.Block(0, 60, 1), Given.Block(0, 120, 2), Given.Block(1, 0, 3)], [Given.Row(Given.Ann, 0, 5)],
            [Given.Item(Given.Ann, FloorItemKind.VisitFixed, 1, 1), Given.Item(Given.Ann, FloorItemKind.VisitFixed, 2, 2)]));

        Assert.True(await FoldAsync(Store, new ShardFold(
            log[0].Position, log[1].Position, 160,
            [Given.Block(0, 60), Given.Block(0, 120, 22)], [Given.Row(Given.Ann, 1, 6)],
            [Given.Item(Given.Ann, FloorItemKind.VisitFixed, 1, null), Given.Item(Given.Ann, FloorItemKind.VisitFixed, 3, 3)])));

        Assert.Equal(
        [
            $"checkpoint {log[1].Position} at 160", "block 0 120 16", "block 1 0 03", "row ann 0 05", "row ann 1 06",
            "item ann VisitFixed 2 02", "item ann VisitFixed 3 03",
        ], Given.Lines(await LoadAsync(Other)));
    }

    [StoreFact]
    public async Task A_row_without_bytes_is_gone_and_those_of_other_sources_stay()
    {
        var log = await CommitManyAsync(Store, Given.Ann, 2);
        await FoldAsync(Store, new ShardFold(
            LogPosition.Start, log[0].Position, 100, [],
            [Given.Row(Given.Ann, 0, 5), Given.Row(Given.Ann, 1, 6), Given.Row(Odd, 1, 7)], []));

        Assert.True(await FoldAsync(Store, new ShardFold(
            log[0].Position, log[1].Position, 160, [],
            [Given.Row(Given.Ann, 1), Given.Row(Given.Ann, 2), Given.Row(Given.Ann, 3, 8)], [])));

        Assert.Equal(
            [$"checkpoint {log[1].Position} at 160", "row 1:{odd}:呼 1 07", "row ann 0 05", "row ann 3 08"],
            Given.Lines(await LoadAsync(Other)));
    }

    [StoreFact]
    public async Task A_fold_from_an_outdated_checkpoint_writes_nothing()
    {
        var log = await CommitManyAsync(Store, Given.Ann, 2);
        await FoldAsync(Store, new ShardFold(LogPosition.Start, log[0].Position, 100, [Given.Block(0, 60, 1)], [], []));
        var before = Given.Lines(await LoadAsync(Store));

        var taken = await FoldAsync(
            Store, new ShardFold(LogPosition.Start, log[1].Position, 160, [Given.Block(0, 60, 2)], [Given.Row(Given.Ann, 0, 5)], []));

        Assert.False(taken);
        Assert.Equal(before, Given.Lines(await LoadAsync(Store)));
    }

    [StoreFact]
    public async Task The_log_continues_from_the_checkpoint()
    {
        var log = await CommitManyAsync(Store, Given.Ann, 5);
        await FoldAsync(Store, new ShardFold(LogPosition.Start, log[2].Position, 100, [], [], []));

        var image = await LoadAsync(Other);
        var rest = await ReadAsync(Other, Given.Ann, image.Checkpoint);

        Assert.Equal(log.Skip(3).Select(e => e.Position), rest.Select(e => e.Position));
        Given.AssertChain(image.Checkpoint, rest);
    }

    [StoreFact]
    public async Task After_a_fold_of_the_whole_log_new_commits_continue_from_its_end()
    {
        var log = await CommitManyAsync(Store, Given.Ann, 2);
        await FoldAsync(Store, new ShardFold(LogPosition.Start, log[1].Position, 100, [], [], []));

        var next = Assert.Single(await CommitManyAsync(Other, Given.Ann, 1));

        Assert.Equal(log[1].Position, next.Previous);
    }

    [StoreFact]
    public async Task Ten_thousand_rows_and_items_and_large_blocks_are_read_back()
    {
        var last = Assert.Single(await CommitManyAsync(Store, Given.Ann, 1)).Position;
        var bytes = new byte[300_000];
        new Random(2).NextBytes(bytes);
        var fold = new ShardFold(
            LogPosition.Start, last, 100,
            [.. Enumerable.Range(0, 12).Select(i => Given.Block(2, (uint)i * 3600, bytes))],
            [.. Enumerable.Range(0, 10_000).Select(i => Given.Row(Given.Ann, i, (byte)i, (byte)(i >> 8)))],
            [.. Enumerable.Range(0, 10_000).Select(i => Given.Item(Given.Ann, FloorItemKind.AgentLive, i, (byte)i))]);

        Assert.True(await FoldAsync(Store, fold));

        Assert.Equal(Given.Lines(new ShardImage(last, 100, fold.Blocks, fold.Rows, fold.Items)), Given.Lines(await LoadAsync(Other)));
    }

    // Loading goes on while another node folds: whatever is read belongs to one checkpoint.
    [StoreFact]
    public async Task An_image_read_during_folds_is_of_one_checkpoint()
    {
        var log = await CommitManyAsync(Store, Given.Ann, 30);
        var folding = FoldOneByOneAsync(log);
        do
        {
            var image = await LoadAsync(Other);
            var marks = image.Blocks.Select(b => (int)b.Bytes.Span[0]).Concat(image.Rows.Select(r => (int)r.Key.Span[0])).Distinct();
            Assert.True(marks.Count() <= 1, $"Of several folds: {string.Join("; ", Given.Lines(image))}");
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
                [.. Enumerable.Range(0, 20).Select(b => Given.Block(0, (uint)b * 60, mark))],
                    [.. Enumerable.Range(0, 20).Select(r => Given.Row(Given.Ann, r, mark))], []);
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
