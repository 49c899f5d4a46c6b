using CallCenter.Core.Storage;

namespace CallCenter.Storage.Tests.Contract;

/// <summary>Runs the contract on a real Redis; the tests of a class share it and have a prefix each.</summary>
[NeedsRedis]
public abstract class RedisContract(string? address) : MetricStoreContract
{
    private readonly string _prefix = RedisStores.NewPrefix();

    protected override Task<IMetricStore> OpenAsync() => Task.FromResult<IMetricStore>(RedisStores.Open(address!, _prefix));
}

[NeedsRedis, Collection(nameof(OneRedis))]
public sealed class RedisStandaloneTests(OneRedis redis) : RedisContract(redis.Server?.Address);

[NeedsRedis, Collection(nameof(OneCluster))]
public sealed class RedisClusterTests(OneCluster redis) : RedisContract(redis.Cluster?.Address);

[NeedsRedis, Collection(nameof(OneSentinelSetup))]
public sealed class RedisSentinelTests(OneSentinelSetup redis) : RedisContract(redis.Setup?.Address);
