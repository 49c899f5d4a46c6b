using System.Globalization;
using CallCenter.Testing;

namespace CallCenter.Campaign;

/// <summary>A master with two replicas, watched by sentinels.</summary>
public sealed class WatchedSetup : StoreSetup
{
    private readonly SentinelSetup _redis;

    private WatchedSetup(SentinelSetup redis) => _redis = redis;

    public override string[] NodeSettings => [$"--Redis={_redis.Address}&{Patience}"];

    public override IReadOnlyList<Fault> Faults =>
    [
        new("fail-over after kill -9 of a master", KillMasterAsync),
        new("fail-over on command", FailOverAsync),
        new("master frozen until another took over", FreezeMasterAsync),
        new("Redis connections cut", _ => AskAllAsync("CLIENT", "KILL", "TYPE", "normal")),
        new("SCRIPT FLUSH", _ => AskAllAsync("SCRIPT", "FLUSH")),
    ];

    public static async Task<WatchedSetup> StartAsync()
        => new(await SentinelSetup.StartAsync("--appendonly", "yes", "--appendfsync", "everysec"));

    public override Task HealAsync() => _redis.UntilReadyAsync();

    public override ValueTask DisposeAsync() => _redis.DisposeAsync();

    private async Task<string> KillMasterAsync(Random random)
    {
        await _redis.UntilReadyAsync();
        var master = await _redis.MasterAsync();
        await master.KillAsync();
        await _redis.UntilMovedAsync(master);
        await Task.Delay(random.Next(0, 1000));
        await master.StartAsync();
        return PortOf(master);
    }

    private async Task<string> FailOverAsync(Random random)
    {
        await _redis.UntilReadyAsync();
        var master = await _redis.MasterAsync();
        await _redis.FailOverAsync();
        return PortOf(master);
    }

    // It resumes as a deposed master until the sentinels reconfigure it.
    private async Task<string> FreezeMasterAsync(Random random)
    {
        await _redis.UntilReadyAsync();
        var master = await _redis.MasterAsync();
        await master.FreezeAsync();
        try
        {
            await _redis.UntilMovedAsync(master);
            await Task.Delay(random.Next(0, 1000));
        }
        finally
        {
            await master.ThawAsync();
        }
        return PortOf(master);
    }

    private async Task<string> AskAllAsync(params string[] command)
    {
        foreach (var server in _redis.Servers) await server.AskAsync(command);
        return "all";
    }

    private static string PortOf(RedisServer master) => string.Create(CultureInfo.InvariantCulture, $"port {master.Port}");
}
