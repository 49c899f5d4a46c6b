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

    public static RedisMetricStore Open(RedisStoreOptions options, TimeProvider time, ILogger? log = null)
        => new(options, Number("node"), time, log ?? NullLogger.Instance);

    private static string Number(string name) => string.Create(CultureInfo.InvariantCulture, $"{name}{Interlocked.Increment(ref _count)}");
}

/// <summary>One standalone Redis for the classes that do not break it.</summary>
[CollectionDefinition(nameof(OneRedis))]
public sealed class OneRedis : IAsyncLifetime, ICollectionFixture<OneRedis>
{
    public RedisServer? Server { get; private set; }

    public async Task InitializeAsync()
    {
        if (RedisServer.Missing is null) Server = await RedisServer.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (Server is not null) await Server.DisposeAsync();
    }
}

/// <summary>One cluster for the classes that leave it in order.</summary>
[CollectionDefinition(nameof(OneCluster))]
public sealed class OneCluster : IAsyncLifetime, ICollectionFixture<OneCluster>
{
    public RedisCluster? Cluster { get; private set; }

    public async Task InitializeAsync()
    {
        if (RedisServer.Missing is null) Cluster = await RedisCluster.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (Cluster is not null) await Cluster.DisposeAsync();
    }
}

/// <summary>One master with sentinels for the classes that leave it in order.</summary>
[CollectionDefinition(nameof(OneSentinelSetup))]
public sealed class OneSentinelSetup : IAsyncLifetime, ICollectionFixture<OneSentinelSetup>
{
    public SentinelSetup? Setup { get; private set; }

    public async Task InitializeAsync()
    {
        if (RedisServer.Missing is null) Setup = await SentinelSetup.StartAsync();
    }

    public async Task DisposeAsync()
    {
        if (Setup is not null) await Setup.DisposeAsync();
    }
}
