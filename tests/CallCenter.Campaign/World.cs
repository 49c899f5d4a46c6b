using CallCenter.V1;
using Grpc.Net.Client;

namespace CallCenter.Campaign;

/// <summary>The store and the nodes, each in processes of their own.</summary>
public sealed class World : IAsyncDisposable
{
    private readonly List<Node> _nodes = [];

    private World(StoreSetup store) => Store = store;

    public StoreSetup Store { get; }
    public IReadOnlyList<Node> Nodes => _nodes;

    public static async Task<World> StartAsync(CampaignOptions options, FaultLog log)
    {
        var world = new World(await StoreSetup.StartAsync(options.Store, options.Folder));
        try
        {
            // Folds in every cycle, not once a minute: they are when the log is cut.
            string[] settings = [.. world.Store.NodeSettings, "--Engine:FoldInterval=00:00:02", "--Logging:LogLevel:Default=Information"];
            for (var i = 1; i <= options.Nodes; i++) world._nodes.Add(new Node(new NodeProcess($"node{i}", settings, options.Folder, log)));
            await Task.WhenAll(world._nodes.Select(n => n.Process.StartAsync()));
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>All faults of the store and the nodes.</summary>
    public IReadOnlyList<Fault> Faults =>
    [
        new("kill -9 of a node", KillNodeAsync), new("node frozen", FreezeNodeAsync), .. Store.Faults,
    ];

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes) await node.DisposeAsync();
        await Store.DisposeAsync();
    }

    // It resumes with sessions and leases that other nodes may own by now, and with late answers.
    private async Task<string> FreezeNodeAsync(Random random)
    {
        var node = _nodes[random.Next(_nodes.Count)].Process;
        var away = random.Next(200, 8000);
        await node.FreezeAsync();
        await Task.Delay(away);
        await node.ThawAsync();
        return $"{node.Name} for {away} ms";
    }

    private async Task<string> KillNodeAsync(Random random)
    {
        var node = _nodes[random.Next(_nodes.Count)].Process;
        var away = random.Next(0, 1500);
        await node.KillAsync();
        await Task.Delay(away);
        await node.StartAsync();
        return $"{node.Name} for {away} ms";
    }
}

/// <summary>A node and its client.</summary>
public sealed class Node : IAsyncDisposable
{
    private readonly GrpcChannel _channel;

    public Node(NodeProcess process)
    {
        (Process, _channel) = (process, Boards.Open(process.Url));
        Kpis = new KpiService.KpiServiceClient(_channel);
    }

    public NodeProcess Process { get; }
    public string Name => Process.Name;
    public KpiService.KpiServiceClient Kpis { get; }

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await Process.DisposeAsync();
    }
}
