using System.Net.Http.Headers;
using CallCenter.Client;
using CallCenter.Server.Access;
using CallCenter.Server.Hosting;
using Grpc.Net.Client;

namespace CallCenter.Server.Tests;

/// <summary>A live server that asks for keys, on an address for gRPC and one for HTTP/1.1, and its keys file.</summary>
internal sealed class GuardedServer : IAsyncDisposable
{
    private readonly DataFolder _folder;
    private readonly List<GuardedClient> _clients = [];

    private GuardedServer(DataFolder folder) => _folder = folder;

    public LiveServer Live { get; private set; } = null!;
    public string Folder => _folder.Path;
    public string KeysFile => Path.Combine(_folder.Path, "keys.json");
    public string Web => Live.Urls.Last();

    public static async Task<GuardedServer> StartAsync(Action<ServerOptions>? adjust = null)
    {
        var guarded = new GuardedServer(new DataFolder());
        Server.Access.KeysFile.Write(guarded.KeysFile, []);
        guarded.Live = await LiveServer.StartAsync(o =>
        {
            o.Web = "http://127.0.0.1:0";
            o.Access = o.Access with { KeysFile = guarded.KeysFile };
            adjust?.Invoke(o);
        });
        return guarded;
    }

    /// <summary>Adds a key to the file, and waits until the server knows it.</summary>
    public async Task<string> AddKeyAsync(string tenant, params string[] roles)
    {
        var (key, text) = AccessKey.Create(new AccessKey { Id = "", Tenant = tenant, Roles = roles });
        Change(keys => [.. keys, key]);
        await Waits.UntilAsync(async () => await StatusOfAsync(text) != System.Net.HttpStatusCode.Unauthorized, "a new key to be known");
        return text;
    }

    /// <summary>A client with a key of its own.</summary>
    public async Task<GuardedClient> ClientAsync(string tenant, params string[] roles)
        => Client(await AddKeyAsync(tenant, roles));

    public GuardedClient Client(string? key)
    {
        var client = new GuardedClient(this, key);
        _clients.Add(client);
        return client;
    }

    public void Change(Func<IReadOnlyList<AccessKey>, IEnumerable<AccessKey>> change)
        => Server.Access.KeysFile.Write(KeysFile, change(Server.Access.KeysFile.Read(KeysFile)));

    public void Revoke(string text) => Change(keys => keys.Where(key => !text.StartsWith($"ccg_{key.Id}_", StringComparison.Ordinal)));

    public async Task<System.Net.HttpStatusCode> StatusOfAsync(string text)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", text);
        using var answer = await http.GetAsync($"{Web}/v1/definitions").InTime();
        return answer.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) client.Dispose();
        await Live.DisposeAsync();
        _folder.Dispose();
    }
}

/// <summary>One credential's clients for gRPC and HTTP.</summary>
internal sealed class GuardedClient : IDisposable
{
    public GuardedClient(GuardedServer server, string? key)
    {
        Channel = CallCenterChannel.Open(server.Live.Address, key is null ? null : CallCenterCredential.FromKey(key));
        Ingest = new V1.IngestService.IngestServiceClient(Channel);
        Kpis = new V1.KpiService.KpiServiceClient(Channel);
        Watcher = new KpiWatcher(Channel);
        Http = new HttpClient { BaseAddress = new Uri(server.Web) };
        if (key is not null) Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public GrpcChannel Channel { get; }
    public V1.IngestService.IngestServiceClient Ingest { get; }
    public V1.KpiService.KpiServiceClient Kpis { get; }
    public KpiWatcher Watcher { get; }
    public HttpClient Http { get; }

    public async Task<V1.PublishResponse> PublishAsync(string source, params V1.Event[] events)
        => await Ingest.PublishAsync(new V1.PublishRequest { Source = source, Events = { events } }).ResponseAsync.InTime();

    public Task<KpiBoard> BoardAsync(V1.Selector selector) => Watcher.GetSnapshotAsync(selector).InTime();

    public Subscriber Subscribe(V1.Selector selector, Google.Protobuf.ByteString? resumeToken = null)
        => new(Kpis, selector, TimeSpan.FromSeconds(0.1), resumeToken);

    public Task<HttpResponseMessage> GetAsync(string path)
        => Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead).InTime();

    public async Task<string> TextAsync(string path)
    {
        using var answer = await GetAsync(path);
        return await answer.Content.ReadAsStringAsync().InTime();
    }

    public void Dispose()
    {
        Http.Dispose();
        Watcher.Dispose();
        Channel.Dispose();
    }
}
