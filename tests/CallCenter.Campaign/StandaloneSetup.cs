using System.Globalization;
using CallCenter.Testing;

namespace CallCenter.Campaign;

/// <summary>One Redis with an append-only file, reached by the nodes through a relay.</summary>
public sealed class StandaloneSetup : StoreSetup
{
    private readonly RedisServer _redis;
    private readonly FaultProxy _relay;
    private readonly bool _always;

    private StandaloneSetup(RedisServer redis, bool always) => (_redis, _relay, _always) = (redis, new FaultProxy(redis.Port), always);

    public override string[] NodeSettings => [$"--Redis=redis://127.0.0.1:{_relay.Port}?{Patience}"];

    public override IReadOnlyList<Fault> Faults =>
    [
        new("kill -9 of Redis", KillAsync),
        .. _always ? [] : new[] { new Fault("power loss of Redis", LosePowerAsync) },
        new("Redis frozen", FreezeAsync),
        new("Redis connections cut", CutAsync),
        new("Redis answers lost", LoseAnswersAsync),
        new("SCRIPT FLUSH", async _ => await _redis.AskAsync("SCRIPT", "FLUSH")),
    ];

    public static async Task<StandaloneSetup> StartAsync(bool always)
        => new(await RedisServer.StartAsync("--appendonly", "yes", "--appendfsync", always ? "always" : "everysec"), always);

    public override async ValueTask DisposeAsync()
    {
        await _relay.DisposeAsync();
        await _redis.DisposeAsync();
    }

    private async Task<string> KillAsync(Random random)
    {
        await _redis.KillAsync();
        return await RestartAsync(random);
    }

    // Loses unsynced data: up to the second that appendfsync everysec admits, cut anywhere.
    private async Task<string> LosePowerAsync(Random random)
    {
        var (file, size) = (LastFile(), LastFile().Length);
        await Task.Delay(random.Next(50, 900));
        await _redis.KillAsync();
        var after = LastFile();
        if (after.FullName != file.FullName) return await RestartAsync(random);
        var kept = random.NextInt64(size, after.Length + 1);
        await using (var stream = after.Open(FileMode.Open)) stream.SetLength(kept);
        return string.Create(CultureInfo.InvariantCulture, $"{after.Length - kept} bytes lost, ") + await RestartAsync(random);
    }

    private FileInfo LastFile()
        => new DirectoryInfo(Path.Combine(_redis.Directory, "appendonlydir")).GetFiles("*.incr.aof")
            .MaxBy(f => f.Name, StringComparer.Ordinal)!;

    private async Task<string> RestartAsync(Random random)
    {
        var away = random.Next(0, 1500);
        await Task.Delay(away);
        await _redis.StartAsync();
        return Away(away);
    }

    private async Task<string> FreezeAsync(Random random)
    {
        var away = FrozenFor(random);
        await _redis.FreezeAsync();
        await Task.Delay(away);
        await _redis.ThawAsync();
        return Away(away);
    }

    private Task<string> CutAsync(Random random)
    {
        if (random.Next(2) == 0) _relay.Reset();
        else _relay.Cut();
        return Task.FromResult("all");
    }

    private async Task<string> LoseAnswersAsync(Random random)
    {
        var away = random.Next(20, 400);
        _relay.Set(CallCenter.Testing.Fault.NoAnswers);
        await Task.Delay(away);
        _relay.Set(CallCenter.Testing.Fault.None);
        _relay.Cut();
        return Away(away);
    }

    private static string Away(int ms) => string.Create(CultureInfo.InvariantCulture, $"for {ms} ms");
}
