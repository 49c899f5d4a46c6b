using CallCenter.Core.Identity;
using CallCenter.Core.Storage;

namespace CallCenter.Storage.Tests.Contract;

// The ledger: written by folds, read and rewritten chunk by chunk.
public abstract partial class MetricStoreContract
{
    [StoreFact]
    public async Task An_unused_ledger_is_empty()
    {
        Assert.Empty(await HeadsAsync());
        Assert.Null(await Store.Ledger.ReadAsync(Shard(Store), new LogPosition(0, 1), default));
        Assert.False(await Store.Ledger.RewriteAsync(Shard(Store), new LogPosition(0, 1), new byte[] { 1 }, default));
    }

    [StoreFact]
    public async Task Chunks_are_read_from_the_newest_on_in_pages()
    {
        var log = await FoldLedgerAsync(10, 20, 30);

        Assert.Equal([log[2], log[1], log[0]], (await HeadsAsync()).Select(h => h.Position));
        Assert.Equal([log[2], log[1]], (await HeadsAsync(max: 2)).Select(h => h.Position));
        Assert.Equal([log[0]], (await HeadsAsync(before: log[1])).Select(h => h.Position));
        Assert.Equal([10, 1], (await HeadsAsync(before: log[1]))[0].Head.ToArray());
        Assert.Equal([20, 2, 2], await Other.Ledger.ReadAsync(Shard(Store), log[1], default));
    }

    [StoreFact]
    public async Task A_rewritten_chunk_keeps_its_head_and_place()
    {
        var log = await FoldLedgerAsync(10, 20);

        Assert.True(await Store.Ledger.RewriteAsync(Shard(Store), log[0], new byte[] { 9 }, default));

        Assert.Equal([9], await Other.Ledger.ReadAsync(Shard(Store), log[0], default));
        Assert.Equal([log[1], log[0]], (await HeadsAsync()).Select(h => h.Position));
        Assert.Equal([20, 2, 2], await Other.Ledger.ReadAsync(Shard(Store), log[1], default));
    }

    [StoreFact]
    public async Task Chunks_from_before_the_kept_time_go_with_the_next_fold()
    {
        var log = await FoldLedgerAsync(10, 20, 30);
        await KeepAsync(new LedgerKept(new Instant(20), long.MaxValue));
        Assert.Equal([log[2], log[1]], (await HeadsAsync()).Select(h => h.Position));
        Assert.Null(await Other.Ledger.ReadAsync(Shard(Store), log[0], default));

        await KeepAsync(new LedgerKept(new Instant(31), long.MaxValue));
        Assert.Empty(await HeadsAsync());
    }

    [StoreFact]
    public async Task The_oldest_chunks_beyond_the_size_go_with_the_next_fold()
    {
        // Five bytes each: a head of two and records of three.
        var log = await FoldLedgerAsync(10, 20, 30);
        await KeepAsync(new LedgerKept(Instant.MinValue, 14));
        Assert.Equal([log[2], log[1]], (await HeadsAsync()).Select(h => h.Position));

        await KeepAsync(new LedgerKept(Instant.MinValue, 10));
        Assert.Equal(2, (await HeadsAsync()).Count);
        await KeepAsync(new LedgerKept(Instant.MinValue, 5));
        Assert.Equal([log[2]], (await HeadsAsync()).Select(h => h.Position));
    }

    [StoreFact]
    public async Task A_fold_that_is_not_taken_leaves_the_ledger_as_it_was()
    {
        var log = await FoldLedgerAsync(10);

        Assert.False(await FoldAsync(Store, new ShardFold(LogPosition.Start, log[0], 100, [], [], [])
        {
            Ledger = [ChunkAt(log[0], 50)],
            LedgerKept = new LedgerKept(new Instant(100), 0),
        }));

        Assert.Equal([10, 1], Assert.Single(await HeadsAsync()).Head.ToArray());
    }

    private Task<IReadOnlyList<LedgerChunkHead>> HeadsAsync(LogPosition? before = null, int max = 100)
        => Other.Ledger.ReadHeadsAsync(Shard(Store), before ?? LogPosition.End, max, default);

    // One fold for each chunk.
    private async Task<List<LogPosition>> FoldLedgerAsync(params byte[] doneTo)
    {
        var log = await CommitManyAsync(Store, Samples.Ann, doneTo.Length);
        var before = LogPosition.Start;
        for (var i = 0; i < doneTo.Length; i++)
        {
            var at = log[i].Position;
            Assert.True(await FoldAsync(Store, new ShardFold(before, at, 100, [], [], []) { Ledger = [ChunkAt(at, doneTo[i])] }));
            before = at;
        }
        return log.ConvertAll(e => e.Position);
    }

    private async Task KeepAsync(LedgerKept kept)
    {
        var image = await LoadAsync(Store);
        var next = (await CommitManyAsync(Store, Samples.Ann, 1))[0].Position;
        Assert.True(await FoldAsync(Store, new ShardFold(image.Checkpoint, next, 200, [], [], []) { LedgerKept = kept }));
    }

    private static LedgerChunk ChunkAt(LogPosition position, byte doneTo)
        => new(position, new Instant(doneTo), new byte[] { doneTo, 1 }, new byte[] { doneTo, 2, 2 });
}
