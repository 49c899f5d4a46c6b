using Xunit;

namespace CallCenter.Testing;

/// <summary>One standalone Redis for the test classes that leave it intact.</summary>
public sealed class OneRedis : IAsyncLifetime
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

/// <summary>One cluster for the test classes that leave it intact.</summary>
public sealed class OneCluster : IAsyncLifetime
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

/// <summary>One master with sentinels for the test classes that leave it intact.</summary>
public sealed class OneSentinelSetup : IAsyncLifetime
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
