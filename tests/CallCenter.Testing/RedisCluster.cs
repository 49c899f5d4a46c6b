namespace CallCenter.Testing;

/// <summary>A Redis Cluster of three masters with a replica each, ready and in step.</summary>
public sealed class RedisCluster : IAsyncDisposable
{
    private const int Masters = 3;

    private const string CountEntries = """
        local count = 0
        for _, key in ipairs(redis.call('KEYS', ARGV[1])) do count = count + redis.call('XLEN', key) end
        return count
        """;

    private readonly List<RedisServer> _nodes = [];

    private RedisCluster() { }

    public IReadOnlyList<RedisServer> Nodes => _nodes;
    public string Address => $"redis://{string.Join(',', _nodes.Select(n => $"127.0.0.1:{n.Port}"))}";

    public static async Task<RedisCluster> StartAsync(params string[] settings)
    {
        var cluster = new RedisCluster();
        try
        {
            for (var i = 0; i < 2 * Masters; i++)
            {
                var bus = Ports.Take();
                cluster._nodes.Add(await RedisServer.StartAsync(
                    ["--cluster-enabled", "yes", "--cluster-node-timeout", "1500", "--cluster-port", $"{bus}",
                        // Replicas of any age may take over: a busy machine is slow between two steps of a test.
                        "--cluster-replica-validity-factor", "0", .. settings]));
            }
            string[] create = ["--cluster", "create", .. cluster._nodes.Select(n => $"127.0.0.1:{n.Port}"), "--cluster-replicas", "1",
                "--cluster-yes"];
            await Programs.RunAsync(Programs.Find("redis-cli")!, create);
            await cluster.UntilReadyAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until every slot is served and every replica is in step: a master killed before that takes its slots
    /// with it.</summary>
    public async Task UntilReadyAsync()
    {
        foreach (var node in _nodes)
        {
            await Waits.UntilAsync(
                async () => (await node.AskAsync("CLUSTER", "INFO")).Contains("cluster_state:ok", StringComparison.Ordinal),
                    "cluster_state:ok");
            await Waits.UntilAsync(async () => await node.InfoAsync("master_link_status") is null or "up", "master_link_status:up");
            await Waits.UntilAsync(
                async () => await node.InfoAsync("role") != "master" || await node.InfoAsync("connected_slaves") != "0",
                    "a replica of each master");
        }
    }

    /// <summary>The master that serves a slot now.</summary>
    public async Task<RedisServer> MasterOfAsync(int slot)
    {
        foreach (var node in _nodes)
        {
            if (await OwnsAsync(node, slot)) return node;
        }
        throw new InvalidOperationException($"No master serves slot {slot}.");
    }

    /// <summary>The master with entries in a stream of this pattern; empty streams may exist on all.</summary>
    public async Task<RedisServer> MasterOfEntriesAsync(string streams)
    {
        foreach (var node in _nodes)
        {
            if (await node.InfoAsync("role") == "master" && await node.AskAsync("EVAL", CountEntries, "0", streams) != "0") return node;
        }
        throw new InvalidOperationException($"No master has entries in {streams}.");
    }

    public async Task<string> IdOfAsync(RedisServer node) => await node.AskAsync("CLUSTER", "MYID");

    /// <summary>Moves a slot as a reshard does, one key at a time; <paramref name="meanwhile"/> is awaited before each key.</summary>
    public async Task MoveSlotAsync(int slot, RedisServer to, Func<Task> meanwhile)
    {
        var from = await MasterOfAsync(slot);
        var (fromId, toId) = (await IdOfAsync(from), await IdOfAsync(to));
        await to.AskAsync("CLUSTER", "SETSLOT", $"{slot}", "IMPORTING", fromId);
        await from.AskAsync("CLUSTER", "SETSLOT", $"{slot}", "MIGRATING", toId);
        while (await from.AskAsync("CLUSTER", "GETKEYSINSLOT", $"{slot}", "1") is { Length: > 0 } key)
        {
            await meanwhile().InTime();
            var moved = await from.AskAsync("MIGRATE", "127.0.0.1", $"{to.Port}", key, "0", "5000");
            if (moved != "OK") throw new InvalidOperationException($"MIGRATE {key}: {moved}");
        }
        await meanwhile().InTime();
        await to.AskAsync("CLUSTER", "SETSLOT", $"{slot}", "NODE", toId);
        await from.AskAsync("CLUSTER", "SETSLOT", $"{slot}", "NODE", toId);
        await Waits.UntilAsync(() => OwnsAsync(to, slot), "the slot's new owner");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
    }

    // CLUSTER NODES: id address flags master ping pong epoch link slots...
    private static async Task<bool> OwnsAsync(RedisServer node, int slot)
    {
        string[] words;
        try
        {
            words = (await node.AskAsync("CLUSTER", "NODES")).Split('\n').Select(l => l.Split(' ')).Single(
                w => w[2].Contains("myself", StringComparison.Ordinal));
        }
        catch (InvalidOperationException)
        {
            return false; // It is not running.
        }
        return words[2].Contains("master", StringComparison.Ordinal) && words.Skip(8).Where(w => w[0] != '[').Select(w => w.Split('-'))
            .Any(range => int.Parse(range[0]) <= slot && slot <= int.Parse(range[^1]));
    }
}
