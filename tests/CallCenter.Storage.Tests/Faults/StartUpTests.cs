using CallCenter.Core.Storage;

namespace CallCenter.Storage.Tests.Faults;

/// <summary>What is said when Redis is not as it must be; a start ends soon, with the cause and what to do.</summary>
public sealed class StartUpTests : IAsyncLifetime
{
    // What README.md tells to grant, and what the probing here takes commands away from.
    private const string Grants = "~ccg:* +eval +evalsha +get +set +mget +hget +hmget +hgetall +hlen +hscan +hset +hdel +xadd +xrange "
        + "+xrevrange +xtrim +zadd +zrem +zrange +zcard +zscore +exists +del +time +info +ping +echo +cluster|nodes +wait";

    // A start that fails takes less; the rest is for a busy machine.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(8);

    private readonly LogLines _log = new();
    private RedisServer _redis = null!;

    public async Task InitializeAsync()
    {
        if (RedisServer.Missing is null) _redis = await RedisServer.StartAsync("--appendonly", "yes");
    }

    public async Task DisposeAsync()
    {
        if (_redis is not null) await _redis.DisposeAsync();
    }

    [RedisFact]
    public async Task A_sound_Redis_is_used_without_a_warning()
    {
        await OpenAsync(_redis.Address);

        Assert.Empty(_log.Lines);
    }

    [RedisFact]
    public async Task A_missing_server_is_reported_with_the_address()
    {
        var port = Ports.Take();

        Assert.Equal(
            $"redis://127.0.0.1:{port} cannot be reached: no server answers there; see that Redis runs and that the address is right.",
            await FailAsync($"redis://127.0.0.1:{port}"));
    }

    [RedisFact]
    public async Task A_silent_server_is_reported_in_time()
    {
        await using var way = new FaultProxy(_redis.Port);
        way.Set(Fault.Silence);

        Assert.StartsWith($"redis://127.0.0.1:{way.Port} ", await FailAsync($"redis://127.0.0.1:{way.Port}"), StringComparison.Ordinal);
    }

    [RedisTheory]
    [InlineData("ann:wrong@")]
    [InlineData("")]
    public async Task A_wrong_or_missing_password_is_reported(string user)
    {
        await _redis.AskAsync("ACL", "SETUSER", "ann", "on", ">right", "~*", "+@all");
        await _redis.AskAsync("ACL", "SETUSER", "default", "resetpass", ">secret");

        var error = await FailAsync($"redis://{user}127.0.0.1:{_redis.Port}");

        Assert.Contains("did not let this client in", error, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", error.Replace("WRONGPASS", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [RedisFact]
    public async Task The_permissions_named_in_the_manual_are_enough()
    {
        await GrantAsync(Grants);

        await OpenAsync($"redis://ann:p@127.0.0.1:{_redis.Port}");

        Assert.Empty(_log.Lines);
    }

    [RedisTheory]
    [InlineData("eval")]
    [InlineData("evalsha")]
    [InlineData("get")]
    [InlineData("set")]
    [InlineData("mget")]
    [InlineData("hget")]
    [InlineData("hmget")]
    [InlineData("hgetall")]
    [InlineData("hlen")]
    [InlineData("hscan")]
    [InlineData("hset")]
    [InlineData("hdel")]
    [InlineData("xadd")]
    [InlineData("xrange")]
    [InlineData("xrevrange")]
    [InlineData("xtrim")]
    [InlineData("zrange")]
    [InlineData("exists")]
    [InlineData("del")]
    [InlineData("time")]
    [InlineData("info")]
    public async Task A_forbidden_command_is_named_with_the_permission_to_grant(string command)
    {
        await GrantAsync($"{Grants} -{command}");

        var error = await FailAsync($"redis://ann:p@127.0.0.1:{_redis.Port}");

        Assert.Contains($"does not permit or does not know {command.ToUpperInvariant()}", error, StringComparison.Ordinal);
        Assert.Contains("ACL SETUSER ann", error, StringComparison.Ordinal);
    }

    [RedisFact]
    public async Task Forbidden_keys_are_named_with_the_permission_to_grant()
    {
        await GrantAsync(Grants.Replace("~ccg:*", "~other:*", StringComparison.Ordinal));

        Assert.Contains("ACL SETUSER ann ~ccg:*", await FailAsync($"redis://ann:p@127.0.0.1:{_redis.Port}"), StringComparison.Ordinal);
    }

    [RedisFact]
    public async Task Data_of_another_number_of_shards_is_refused()
    {
        await OpenAsync($"{_redis.Address}?shards=4");

        var error = await FailAsync($"{_redis.Address}?shards=8");

        Assert.Contains("format 2, shards 4; this server is set to format 2, shards 8", error, StringComparison.Ordinal);
    }

    [RedisFact]
    public async Task An_eviction_policy_causes_a_warning()
    {
        await _redis.AskAsync("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");

        await OpenAsync(_redis.Address);

        Assert.Equal(
            $"RedisUnsafe: Redis at 127.0.0.1:{_redis.Port} has maxmemory-policy allkeys-lru: when memory is short it deletes counts; "
                + "set noeviction.",
            Assert.Single(_log.Lines));
    }

    [RedisFact]
    public async Task A_Redis_without_persistence_causes_a_warning()
    {
        await _redis.AskAsync("CONFIG", "SET", "appendonly", "no");

        await OpenAsync(_redis.Address);

        Assert.Contains("writes nothing to disk", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [RedisFact]
    public async Task A_replica_without_a_master_is_refused_or_causes_a_warning()
    {
        await _redis.AskAsync("REPLICAOF", "127.0.0.1", $"{Ports.Take()}");

        var error = await FailAsync(_redis.Address);

        Assert.Contains("is a read-only replica; no master was found.", error, StringComparison.Ordinal);
        Assert.Contains(_log.Lines, l => l.Contains("is a replica that is not synchronised with its master", StringComparison.Ordinal));
    }

    [RedisFact]
    public async Task A_master_unknown_to_the_sentinels_is_reported()
    {
        var error = await FailAsync($"redis://127.0.0.1:{Ports.Take()}?sentinel=nobody");

        Assert.Contains("no sentinel answers with a master of that name", error, StringComparison.Ordinal);
    }

    private Task GrantAsync(string rights) => _redis.AskAsync(["ACL", "SETUSER", "ann", "reset", "on", ">p", .. rights.Split(' ')]);

    // A whole use: what is granted must be enough for everything that a node does.
    private async Task OpenAsync(string address)
    {
        await using var store = RedisStores.Open(address, "ccg", _log);
        var log = await Samples.CommitManyAsync(store, Samples.Ann, 1);
        var shard = Samples.ShardOf(store, Samples.Ann);
        Assert.True(await store.LeaseFoldAsync(shard, TimeSpan.FromMinutes(1), default).InTime());
        Assert.True(await store.FoldAsync(
            shard, new ShardFold(LogPosition.Start, log[0].Position, 1, [Samples.Block(0, 60, 1)], [], []), default).InTime());
        Assert.Equal(log[0].Position, (await store.LoadAsync(shard, default).InTime()).Checkpoint);
    }

    private async Task<string> FailAsync(string address)
    {
        await using var store = RedisStores.OpenAsUsed(address, "ccg", _log);
        return (await Assert.ThrowsAsync<StoreUnavailableException>(() => store.LoadAsync(0, default).WaitAsync(Soon))).Message;
    }
}
