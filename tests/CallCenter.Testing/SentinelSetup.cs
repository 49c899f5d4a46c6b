namespace CallCenter.Testing;

/// <summary>A master with two replicas, watched by three sentinels, ready and in step.</summary>
public sealed class SentinelSetup : IAsyncDisposable
{
    public const string Name = "callcenter";

    private readonly List<RedisServer> _servers = [];
    private readonly List<RedisServer> _sentinels = [];

    private SentinelSetup() { }

    public IReadOnlyList<RedisServer> Servers => _servers;
    public string Address => $"redis://{string.Join(',', _sentinels.Select(s => $"127.0.0.1:{s.Port}"))}?sentinel={Name}";

    public static async Task<SentinelSetup> StartAsync(params string[] settings)
    {
        var setup = new SentinelSetup();
        try
        {
            var master = await RedisServer.StartAsync(settings);
            setup._servers.Add(master);
            for (var i = 0; i < 2; i++) setup._servers.Add(
                await RedisServer.StartAsync(["--replicaof", $"127.0.0.1 {master.Port}", .. settings]));
            for (var i = 0; i < 3; i++)
            {
                setup._sentinels.Add(await RedisServer.StartSentinelAsync($"""
                    sentinel monitor {Name} 127.0.0.1 {master.Port} 2
                    sentinel down-after-milliseconds {Name} 1000
                    sentinel failover-timeout {Name} 5000
                    """));
            }
            await setup.UntilReadyAsync();
            return setup;
        }
        catch
        {
            await setup.DisposeAsync();
            throw;
        }
    }

    /// <summary>The server that the sentinels name as the master.</summary>
    public async Task<RedisServer> MasterAsync()
    {
        var port = (await _sentinels[0].AskAsync("SENTINEL", "GET-MASTER-ADDR-BY-NAME", Name)).Split('\n')[1];
        return _servers.Single(s => $"{s.Port}" == port);
    }

    /// <summary>Waits until the replicas have the master's data and the sentinels know them and each other.</summary>
    public async Task UntilReadyAsync()
    {
        await Waits.UntilAsync(AreInStepAsync, "master_link_status:up");
        foreach (var sentinel in _sentinels)
        {
            await Waits.UntilAsync(async () =>
            {
                var master0 = await sentinel.InfoAsync("master0");
                return master0?.Contains("slaves=2,sentinels=3", StringComparison.Ordinal) == true;
            }, "the sentinels know all");
        }
    }

    /// <summary>Asks the sentinels for a fail-over and waits until it is done; they refuse until they have seen that a
    /// replica is in step.</summary>
    public async Task FailOverAsync()
    {
        var before = await MasterAsync();
        await Waits.UntilAsync(async () => await _sentinels[0].AskAsync("SENTINEL", "FAILOVER", Name) == "OK", "SENTINEL FAILOVER");
        await UntilMovedAsync(before);
    }

    /// <summary>Waits until another server is the master.</summary>
    public Task UntilMovedAsync(RedisServer before) => Waits.UntilAsync(async () => await MasterAsync() != before, "another master");

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _sentinels.Concat(_servers)) await server.DisposeAsync();
    }

    // Right after a fail-over a sentinel may still name the former master, so each attempt asks again.
    private async Task<bool> AreInStepAsync()
    {
        var master = await MasterAsync();
        foreach (var replica in _servers.Where(s => s != master))
        {
            if (!await IsInStepAsync(replica)) return false;
        }
        return true;
    }

    private static async Task<bool> IsInStepAsync(RedisServer replica)
    {
        try
        {
            return await replica.InfoAsync("master_link_status") == "up";
        }
        catch (InvalidOperationException)
        {
            return false; // A sentinel that makes a replica of a master which came back ends all connections to it.
        }
    }
}
