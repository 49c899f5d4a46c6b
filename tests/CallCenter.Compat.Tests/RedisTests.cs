using StackExchange.Redis;

namespace CallCenter.Compat.Tests;

/// <summary>Real StackExchange.Redis, talking over the stand-ins.</summary>
public sealed class RedisTests : IAsyncLifetime
{
    private RedisServer? _server;
    private ConnectionMultiplexer? _redis;

    private IDatabase Database => _redis!.GetDatabase();

    public async Task InitializeAsync()
    {
        if (RedisServer.Program is null) return;
        _server = await RedisServer.StartAsync();
        _redis = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{_server.Port},abortConnect=true").InTime();
    }

    public async Task DisposeAsync()
    {
        if (_redis is not null) await _redis.DisposeAsync();
        _server?.Dispose();
    }

    [RedisFact]
    public async Task Ten_thousand_pipelined_increments_all_count()
    {
        var database = Database;
        var answers = await Task.WhenAll(Enumerable.Range(0, 10_000).Select(_ => database.HashIncrementAsync("h", "f"))).InTime();

        Assert.Equal(Enumerable.Range(1, 10_000).Select(i => (long)i), answers);
        Assert.Equal(10_000, await database.HashGetAsync("h", "f").InTime());
    }

    [RedisFact]
    public async Task Concurrent_writers_share_a_connection()
    {
        var database = Database;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 500; i++) await database.StringIncrementAsync("n");
        }))).InTime();

        Assert.Equal(4000, await database.StringGetAsync("n").InTime());
    }

    [RedisFact]
    public async Task Script_sees_its_keys_and_arguments()
    {
        var result = await Database.ScriptEvaluateAsync(
            "redis.call('SET', KEYS[1], ARGV[1]); return {KEYS[1], redis.call('GET', KEYS[1]), 7}", ["k"], ["v"]).InTime();

        Assert.Equal(["k", "v", "7"], (string[])result!);
    }

    [RedisFact]
    public async Task Error_of_the_server_is_thrown_with_its_text()
    {
        await Database.StringSetAsync("text", "x").InTime();

        var failure = await Assert.ThrowsAsync<RedisServerException>(() => Database.HashIncrementAsync("text", "f").InTime());

        Assert.StartsWith("WRONGTYPE", failure.Message, StringComparison.Ordinal);
    }

    [RedisFact]
    public async Task Stream_keeps_its_entries_in_order()
    {
        var database = Database;
        var ids = await Task.WhenAll(Enumerable.Range(0, 100).Select(i => database.StreamAddAsync("s", "field", i))).InTime();

        var entries = await database.StreamRangeAsync("s").InTime();

        Assert.Equal(ids, entries.Select(e => e.Id));
        Assert.Equal(Enumerable.Range(0, 100), entries.Select(e => (int)e["field"]));
    }

    [RedisFact]
    public async Task Every_published_message_is_delivered_in_order()
    {
        var messages = await _redis!.GetSubscriber().SubscribeAsync(RedisChannel.Literal("news")).InTime();
        var sending = Task.WhenAll(Enumerable.Range(0, 1000).Select(i => Database.PublishAsync(RedisChannel.Literal("news"), i)));

        for (var i = 0; i < 1000; i++) Assert.Equal(i, (int)(await messages.ReadAsync().InTime()).Message);
        await sending.InTime();
    }

    [RedisFact]
    public async Task Value_of_eight_megabytes_comes_back_whole()
    {
        var value = new byte[8 * 1024 * 1024];
        new Random(1).NextBytes(value);

        await Database.StringSetAsync("large", value).InTime();

        Assert.Equal(value, (byte[]?)await Database.StringGetAsync("large").InTime());
    }

    [RedisFact]
    public async Task Commands_and_subscriptions_work_again_after_a_kill_and_restart()
    {
        var messages = await _redis!.GetSubscriber().SubscribeAsync(RedisChannel.Literal("news")).InTime();
        var restored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var lost = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var connections = 0;
        _redis.ConnectionFailed += (_, _) => lost.TrySetResult();
        _redis.ConnectionRestored += (_, _) => { if (Interlocked.Increment(ref connections) == 2) restored.TrySetResult(); };
        await Database.StringSetAsync("k", "before").InTime();

        _server!.Dispose();
        await lost.Task.InTime();
        _server = await RedisServer.StartAsync(_server.Port);
        await restored.Task.InTime();

        Assert.Equal(1, await Database.StringIncrementAsync("n").InTime());
        Assert.True((await Database.StringGetAsync("k").InTime()).IsNull);
        using var limit = Wait.Cancellation();
        while (await Database.PublishAsync(RedisChannel.Literal("news"), "again").InTime() == 0) limit.Token.ThrowIfCancellationRequested();
        Assert.Equal("again", (await messages.ReadAsync().InTime()).Message);
    }
}
