using CallCenter.Server.Access;
using CallCenter.Testing;

namespace CallCenter.Campaign.Fuzz;

/// <summary>A server under attack: its addresses, and the keys of the attacker and of the client beside it, which is another
/// tenant's.</summary>
internal sealed class FuzzTarget(NodeProcess node, int webPort, string attackerKey, string companionKey) : IAsyncDisposable
{
    public NodeProcess Node => node;
    public string Grpc => node.Url;
    public int GrpcPort => node.Port;
    public int WebPort => webPort;
    public string Web => $"http://127.0.0.1:{webPort}";
    public string AttackerKey => attackerKey;
    public string CompanionKey => companionKey;

    /// <summary>Starts a server of its own, with credentials and every door open. Limits on calls would hide the doors behind
    /// them.</summary>
    public static async Task<FuzzTarget> StartAsync(string name, string folder, FaultLog log)
    {
        var (attacker, attackerKey) = KeyOf("attacker", "admin", "operator");
        var (companion, companionKey) = KeyOf("companion", "admin");
        var keys = Path.Combine(folder, $"{name}.keys.json");
        KeysFile.Write(keys, [attacker, companion]);
        var web = Ports.Take();
        string[] settings =
        [
            $"--Web=http://127.0.0.1:{web}", $"--Access:KeysFile={keys}", "--Store:Durability=Memory", "--HeartbeatInterval=00:00:00.2",
            "--Limits:CallsPerSecondMax=100000", "--Limits:OpenCallsMax=100000",
        ];
        var node = new NodeProcess(name, settings, folder, log);
        await node.StartAsync();
        using var http = new HttpClient();
        await Waits.UntilAsync(() => IsReadyAsync(http, web), "the server to be ready");
        return new FuzzTarget(node, web, attackerKey, companionKey);
    }

    public ValueTask DisposeAsync() => node.DisposeAsync();

    private static (AccessKey Key, string Text) KeyOf(string tenant, params string[] roles)
        => AccessKey.Create(new AccessKey { Id = "", Tenant = tenant, Roles = roles });

    private static async Task<bool> IsReadyAsync(HttpClient http, int port)
    {
        try
        {
            using var answer = await http.GetAsync($"http://127.0.0.1:{port}/readyz");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
