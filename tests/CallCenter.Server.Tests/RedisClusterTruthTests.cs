
namespace CallCenter.Server.Tests;

/// <summary>The truth on a Redis Cluster.</summary>
public sealed class RedisClusterTruthTests(OneCluster redis)
    : ReplicatedTruth(
            redis.Cluster!.Address, prefix => redis.Cluster.MasterOfEntriesAsync($"{prefix}:*:log"), redis.Cluster.UntilReadyAsync),
        IClassFixture<OneCluster>;
