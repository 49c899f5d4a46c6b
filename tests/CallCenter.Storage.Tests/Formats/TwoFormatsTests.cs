using CallCenter.Core.Encoding;
using CallCenter.Core.Storage;
using CallCenter.Storage.Redis;

namespace CallCenter.Storage.Tests.Formats;

/// <summary>Nodes of two versions over one Redis: one reads and writes format 1 only.</summary>
public sealed class TwoFormatsTests : IAsyncLifetime
{
    private RedisServer _redis = null!;

    public async Task InitializeAsync()
    {
        if (RedisServer.Missing is null) _redis = await RedisServer.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (_redis is not null) await _redis.DisposeAsync();
    }

    [RedisFact]
    public async Task A_new_shard_begins_with_the_newest_format()
    {
        await using var node = await StoreNodes.StartAsync(Open(StoredFormat.Newest));
        await StoreNodes.CountAsync(await node.OpenAsync(Samples.Ann), 1, 3);

        Assert.Equal([2], await FormatsOfLogAsync());
    }

    [RedisFact]
    public async Task Nodes_of_two_formats_count_side_by_side_in_the_older_one()
    {
        await using var old = await StoreNodes.StartAsync(Open(1));
        await using var next = await StoreNodes.StartAsync(Open(StoredFormat.Newest));

        await StoreNodes.CountAsync(await next.OpenAsync(Samples.Ann), 1, 20);
        await StoreNodes.CountAsync(await old.OpenAsync(Samples.Ann), 21, 30);
        await StoreNodes.CountAsync(await next.OpenAsync(Samples.Ann), 31, 40);

        await Waits.UntilAsync(async () => (await old.OfferedAsync(), await next.OfferedAsync()) == (40, 40), "both show all");
        Assert.Equal([1], await FormatsOfLogAsync());
    }

    [RedisFact]
    public async Task Data_stays_in_the_older_format_and_allows_a_roll_back_until_it_is_raised()
    {
        await using (var next = await StoreNodes.StartAsync(await OpenOldDataAsync()))
        {
            await StoreNodes.CountAsync(await next.OpenAsync(Samples.Ann), 11, 20);
            await UntilFoldedAsync();
        }
        await using var old = await StoreNodes.StartAsync(Open(1));
        await StoreNodes.CountAsync(await old.OpenAsync(Samples.Ann), 21, 30);

        Assert.Equal(30, await old.OfferedAsync());
        Assert.Equal([1], await FormatsOfLogAsync());
    }

    [RedisFact]
    public async Task Raised_data_is_rewritten_and_refused_to_servers_that_cannot_read_it()
    {
        await using var next = await StoreNodes.StartAsync(await OpenOldDataAsync());
        await using (var store = Open(StoredFormat.Newest, "raise"))
            Assert.Equal((1, 0), (await store.RaiseFormatAsync(2, default)) is var (before, behind) ? (before, behind.Count) : default);
        await using var after = await StoreNodes.StartAsync(Open(StoredFormat.Newest));

        await StoreNodes.CountAsync(await after.OpenAsync(Samples.Ann), 11, 20);
        await Waits.UntilAsync(async () => await MetaAsync("format") == "2", "the image is written anew");
        await using var late = await StoreNodes.StartAsync(Open(StoredFormat.Newest));

        Assert.Equal(20, await late.OfferedAsync());
        var error = await Assert.ThrowsAsync<StoreUnavailableException>(() => StoreNodes.StartAsync(Open(1)));
        Assert.Contains("holds data of another layout", error.Message, StringComparison.Ordinal);
    }

    [RedisFact]
    public async Task While_one_node_cannot_read_the_raised_format_all_write_the_older_one_and_the_command_names_that_node()
    {
        await using var old = await StoreNodes.StartAsync(Open(1, "old-node"));
        await using (var store = Open(StoredFormat.Newest, "raise"))
            Assert.Equal(["old-node"], (await store.RaiseFormatAsync(2, default)).Behind);
        await using var next = await StoreNodes.StartAsync(Open(StoredFormat.Newest));

        await StoreNodes.CountAsync(await next.OpenAsync(Samples.Ann), 1, 10);

        await Waits.UntilAsync(async () => await old.OfferedAsync() == 10, "the older node has followed");
        Assert.Equal([1], await FormatsOfLogAsync());
    }

    private RedisMetricStore Open(int formatMax, string? node = null) => RedisStores.Open(
        RedisStoreOptions.Parse(_redis.Address) with { Shards = 1, FormatMax = formatMax, Timeout = TimeSpan.FromSeconds(20) },
        TimeProvider.System, node: node);

    // Ten events of a node of format 1 that has ended, and is known to have.
    private async Task<RedisMetricStore> OpenOldDataAsync()
    {
        await using (var old = await StoreNodes.StartAsync(Open(1, "ended")))
            await StoreNodes.CountAsync(await old.OpenAsync(Samples.Ann), 1, 10);
        await _redis.AskAsync("HDEL", await KeyAsync("meta"), "node:ended");
        return Open(StoredFormat.Newest);
    }

    private Task UntilFoldedAsync() => Waits.UntilAsync(async () => await MetaAsync("folded") != "0", "a fold");

    private async Task<string> MetaAsync(string field) => await _redis.AskAsync("HGET", await KeyAsync("meta"), field);

    private Task<string> KeyAsync(string name) => _redis.AskAsync("KEYS", $"ccg:*:{name}");

    // The first byte of every batch in the log.
    private async Task<List<int>> FormatsOfLogAsync()
    {
        await using var store = Open(StoredFormat.Newest, "reader");
        await store.LoadAsync(0, default);
        var log = await store.ReadLogAsync(0, LogPosition.Start, int.MaxValue, default);
        return [.. log.Select(e => (int)e.Batch.Span[0]).Distinct()];
    }
}
