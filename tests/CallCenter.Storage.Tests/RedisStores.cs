using System.Globalization;
using CallCenter.Storage.Redis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Storage.Tests;

/// <summary>Opens Redis stores for tests.</summary>
internal static class RedisStores
{
    private static int _count;

    /// <summary>A prefix that no other test has, so that tests share a server and no keys.</summary>
    public static string NewPrefix() => Number("t");

    /// <summary>Opens one with more patience than usual, so that a busy machine fails no test that is about something else.</summary>
    public static RedisMetricStore Open(string address, string prefix, ILogger? log = null)
        => Open(RedisStoreOptions.Parse(address) with { Prefix = prefix, Timeout = TimeSpan.FromSeconds(20) }, TimeProvider.System, log);

    /// <summary>Opens one as it is used, for tests in which Redis is away.</summary>
    public static RedisMetricStore OpenAsUsed(string address, string prefix, ILogger? log = null)
        => Open(RedisStoreOptions.Parse(address) with { Prefix = prefix }, TimeProvider.System, log);

    public static RedisMetricStore Open(RedisStoreOptions options, TimeProvider time, ILogger? log = null, string? node = null)
        => new(options, node ?? Number("node"), time, log ?? NullLogger.Instance);

    private static string Number(string name) => string.Create(CultureInfo.InvariantCulture, $"{name}{Interlocked.Increment(ref _count)}");
}

[CollectionDefinition(nameof(OneRedis))]
public sealed class OneRedisCollection : ICollectionFixture<OneRedis>;

[CollectionDefinition(nameof(OneCluster))]
public sealed class OneClusterCollection : ICollectionFixture<OneCluster>;

[CollectionDefinition(nameof(OneSentinelSetup))]
public sealed class OneSentinelSetupCollection : ICollectionFixture<OneSentinelSetup>;
