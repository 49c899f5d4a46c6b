using System.Globalization;
using CallCenter.Testing;

namespace CallCenter.Campaign;

/// <summary>A Redis Cluster of three masters and three replicas.</summary>
public sealed class ClusterSetup : StoreSetup
{
    private const int SlotOfShard = 1024;
    private const int ShardCount = 16;

    private readonly RedisCluster _cluster;

    private ClusterSetup(RedisCluster cluster) => _cluster = cluster;

    public override string[] NodeSettings => [$"--Redis={_cluster.Address}?{Patience}"];

    public override IReadOnlyList<Fault> Faults =>
    [
        new("fail-over after kill -9 of a master", KillMasterAsync),
        new("fail-over on command", FailOverAsync),
        new("master frozen until another took over", FreezeMasterAsync),
        new("slot migration under load", MoveSlotAsync),
        new("Redis connections cut", CutAsync),
        new("SCRIPT FLUSH", FlushScriptsAsync),
    ];

    public static async Task<ClusterSetup> StartAsync()
        => new(await RedisCluster.StartAsync("--appendonly", "yes", "--appendfsync", "everysec"));

    public override Task HealAsync() => _cluster.UntilReadyAsync();

    public override ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private async Task<string> KillMasterAsync(Random random)
    {
        // Without a replica in step its slots would be unavailable during the outage.
        await _cluster.UntilReadyAsync();
        var slot = await TakenSlotAsync(random);
        var master = await _cluster.MasterOfAsync(slot);
        await master.KillAsync();
        await Waits.UntilAsync(async () => await NewMasterAsync(slot, master) is not null, "a new master");
        await Task.Delay(random.Next(0, 1000));
        await master.StartAsync();
        return string.Create(CultureInfo.InvariantCulture, $"port {master.Port}");
    }

    private async Task<string> FailOverAsync(Random random)
    {
        await _cluster.UntilReadyAsync();
        var slot = await TakenSlotAsync(random);
        var master = await _cluster.MasterOfAsync(slot);
        var replica = await ReplicaOfAsync(master);
        var answer = await replica.AskAsync("CLUSTER", "FAILOVER");
        await Waits.UntilAsync(async () => await NewMasterAsync(slot, master) is not null, "the replica as master");
        return string.Create(CultureInfo.InvariantCulture, $"{master.Port} to {replica.Port}: {answer}");
    }

    // It resumes as a deposed master, with answers to earlier requests.
    private async Task<string> FreezeMasterAsync(Random random)
    {
        await _cluster.UntilReadyAsync();
        var master = await _cluster.MasterOfAsync(await TakenSlotAsync(random));
        var replica = await ReplicaOfAsync(master);
        await master.FreezeAsync();
        try
        {
            await Waits.UntilAsync(async () => await replica.InfoAsync("role") == "master", "the replica as master");
            await Task.Delay(random.Next(0, 1000));
        }
        finally
        {
            await master.ThawAsync();
        }
        return string.Create(CultureInfo.InvariantCulture, $"port {master.Port}");
    }

    private async Task<string> CutAsync(Random random)
    {
        foreach (var node in _cluster.Nodes) await node.AskAsync("CLIENT", "KILL", "TYPE", "normal");
        return "all";
    }

    private async Task<RedisServer> ReplicaOfAsync(RedisServer master)
    {
        foreach (var node in _cluster.Nodes)
        {
            if (await node.InfoAsync("role") == "slave" && await node.InfoAsync("master_port") == $"{master.Port}") return node;
        }
        throw new InvalidOperationException($"The master at port {master.Port} has no replica.");
    }

    private async Task<string> MoveSlotAsync(Random random)
    {
        await _cluster.UntilReadyAsync();
        var slot = await TakenSlotAsync(random);
        var from = await _cluster.MasterOfAsync(slot);
        var to = await AnyMasterAsync(random, from);
        await _cluster.MoveSlotAsync(slot, to, () => Task.Delay(random.Next(5, 50)));
        return string.Create(CultureInfo.InvariantCulture, $"slot {slot} from {from.Port} to {to.Port}");
    }

    private async Task<string> FlushScriptsAsync(Random random)
    {
        foreach (var node in _cluster.Nodes) await node.AskAsync("SCRIPT", "FLUSH");
        return "all";
    }

    private async Task<RedisServer?> NewMasterAsync(int slot, RedisServer old)
    {
        try
        {
            var master = await _cluster.MasterOfAsync(slot);
            return master == old ? null : master;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private async Task<RedisServer> AnyMasterAsync(Random random, RedisServer not)
    {
        var masters = new List<RedisServer>();
        foreach (var node in _cluster.Nodes)
        {
            if (node != not && await node.InfoAsync("role") == "master") masters.Add(node);
        }
        return masters[random.Next(masters.Count)];
    }

    /// <summary>A slot with keys: a fault in an empty slot has no effect.</summary>
    private async Task<int> TakenSlotAsync(Random random)
    {
        var taken = new List<int>();
        for (var shard = 0; shard < ShardCount; shard++)
        {
            var slot = shard * SlotOfShard;
            if (await (await _cluster.MasterOfAsync(slot)).AskAsync("CLUSTER", "COUNTKEYSINSLOT", $"{slot}") != "0") taken.Add(slot);
        }
        return taken.Count > 0 ? taken[random.Next(taken.Count)] : 0;
    }
}
