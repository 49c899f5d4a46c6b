using CallCenter.Storage.Redis;

namespace CallCenter.Storage.Tests.Faults;

/// <summary>Somebody writes into the keys of a Redis that nodes are using.</summary>
public sealed class OverwrittenRecordTests : IAsyncLifetime
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

    [RedisTheory]
    [InlineData("d", "garbage")]
    [InlineData("d", "\u0007newer format")]
    [InlineData("d", "")]
    [InlineData("other", "field")]
    public async Task An_unreadable_log_entry_ends_no_node(string field, string value)
    {
        await using var one = await StoreNodes.StartAsync(Open());
        await using var two = await StoreNodes.StartAsync(Open());
        await StoreNodes.CountAsync(await one.OpenAsync(Samples.Ann), 1, 30);
        await Waits.UntilAsync(async () => await two.OfferedAsync() == 30, "both have followed");

        var (marks, log) = (await _redis.AskAsync("KEYS", "ccg:*:marks"), await _redis.AskAsync("KEYS", "ccg:*:log"));
        var last = await _redis.AskAsync("HGET", marks, "#");
        var id = await _redis.AskAsync("XADD", log, "*", "p", last, field, value);
        await _redis.AskAsync("HSET", marks, "#", id);

        await Waits.UntilAsync(async () => await IsRefusedAsync(one) && await IsRefusedAsync(two), "both find the shard unreadable");
        Assert.Equal((30, 30), (await one.OfferedAsync(), await two.OfferedAsync()));
    }

    [RedisTheory]
    [InlineData("marks", ":ann", "garbage")]
    [InlineData("meta", "format", "77")]
    [InlineData("meta", "format", "garbage")]
    [InlineData("meta", "checkpoint", "garbage")]
    [InlineData("meta", "folded", "garbage")]
    [InlineData("rows", "garbage", "garbage")]
    [InlineData("items", "garbage", "garbage")]
    [InlineData("blocks", "garbage", "garbage")]
    public async Task An_unreadable_field_ends_no_node_and_no_start(string key, string field, string value)
    {
        await using var one = await StoreNodes.StartAsync(Open());
        await StoreNodes.CountAsync(await one.OpenAsync(Samples.Ann), 1, 30);
        var marks = await _redis.AskAsync("KEYS", "ccg:*:marks");

        await _redis.AskAsync("HSET", marks[..^"marks".Length] + key, field, value);

        Assert.Equal(30, await one.OfferedAsync());
        await Waits.UntilAsync(async () => key is not "marks" || await IsRefusedAsync(one), "the source is refused");
        var late = await Record.ExceptionAsync(async () => await (await StoreNodes.StartAsync(Open())).DisposeAsync());
        Assert.True(late is null or CallCenter.Core.Storage.StoreUnavailableException, late?.ToString());
    }

    private RedisMetricStore Open() => RedisStores.Open(
        RedisStoreOptions.Parse(_redis.Address) with { Shards = 1, Timeout = TimeSpan.FromSeconds(20) }, TimeProvider.System);

    private static async Task<bool> IsRefusedAsync(Node node)
    {
        try
        {
            await node.OpenAsync(Samples.Ann);
            return false;
        }
        catch (CallCenter.Core.Storage.StoreUnavailableException)
        {
            return true;
        }
    }
}
