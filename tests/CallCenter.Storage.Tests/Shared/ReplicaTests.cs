using CallCenter.Storage.Redis;

namespace CallCenter.Storage.Tests.Shared;

/// <summary>Commits that wait for replicas.</summary>
public sealed class ReplicaTests : IAsyncLifetime
{
    private readonly LogLines _log = new();
    private RedisServer _master = null!;
    private RedisServer _replica = null!;

    public async Task InitializeAsync()
    {
        if (RedisServer.Missing is not null) return;
        _master = await RedisServer.StartAsync("--appendonly", "yes");
        _replica = await RedisServer.StartAsync("--replicaof", $"127.0.0.1 {_master.Port}");
        await Waits.UntilAsync(async () => await _replica.InfoAsync("master_link_status") == "up", "master_link_status:up");
        // The master calls it online only with its first acknowledgement.
        await Waits.UntilAsync(
            async () => (await _master.InfoAsync("slave0"))?.Contains("state=online", StringComparison.Ordinal) == true, "slave0 online");
    }

    public async Task DisposeAsync()
    {
        if (RedisServer.Missing is not null) return;
        await _replica.DisposeAsync();
        await _master.DisposeAsync();
    }

    [RedisFact]
    public async Task An_acked_commit_is_on_the_replica()
    {
        await using var store = RedisStores.Open($"{_master.Address}?replicas=1&replicawait=10000", "ccg", _log);

        await Samples.CommitManyAsync(store, Samples.Ann, 20);

        Assert.Equal("20", await _replica.AskAsync("XLEN", $"ccg:{{{HashSlots.Tags(16)[Samples.ShardOf(store, Samples.Ann)]}}}:log"));
        Assert.Empty(_log.Lines);
    }

    [RedisFact]
    public async Task Without_its_replica_a_commit_stands_and_the_loss_and_return_of_the_replica_are_reported()
    {
        using var replicas = new Measured(RedisMetrics.MeterName, "callcenter.redis.commit.replicas");
        await using var store = RedisStores.Open($"{_master.Address}?replicas=1&replicawait=1500", "ccg", _log);
        await Samples.CommitManyAsync(store, Samples.Ann, 1);

        await _replica.KillAsync();
        await Samples.CommitManyAsync(store, Samples.Ann, 2);
        await _replica.StartAsync();
        await Waits.UntilAsync(async () =>
        {
            await Samples.CommitManyAsync(store, Samples.Ann, 1);
            return replicas.Values[^1] == 1;
        }, "the replica is back");

        Assert.Equal([1, 0, 0], replicas.Values.Take(3));
        Assert.Equal(
            "ReplicasMissing: commits reach 0 of 1 replicas within 00:00:01.5000000; they stand, and a fail-over may lose them.",
                Assert.Single(_log.Lines));
    }

    // Each WAIT holds its connection up to its end: one after the other these would take 20 s.
    [RedisFact]
    public async Task Commits_of_many_shards_share_the_wait_for_an_absent_replica()
    {
        await using var store = RedisStores.Open($"{_master.Address}?replicas=1&replicawait=1000&shards=20", "ccg", _log);
        await _replica.KillAsync();
        var sources = Enumerable.Range(0, 20).Select(shard => Samples.SourceOfShard(store.ShardCount, shard));

        await Task.WhenAll(sources.Select(source => Samples.CommitManyAsync(store, source, 1))).WaitAsync(TimeSpan.FromSeconds(12));
    }

    [RedisFact]
    public async Task Too_few_replicas_cause_a_warning_at_the_start()
    {
        await using var store = RedisStores.Open($"{_master.Address}?replicas=2&replicawait=1", "ccg", _log);

        await store.LoadAsync(0, default).InTime();

        Assert.Contains("has 1 replicas, but commits shall wait for 2", Assert.Single(_log.Lines), StringComparison.Ordinal);
    }
}
