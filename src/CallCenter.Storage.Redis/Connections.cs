using StackExchange.Redis;

namespace CallCenter.Storage.Redis;

/// <summary>Purpose of a connection. Each has its own queue, so that a large answer or a wait delays nothing else.</summary>
internal enum Line
{
    /// <summary>Claims, commits, leases.</summary>
    Commits,

    /// <summary>The log, images, folds.</summary>
    Bulk,

    /// <summary>WAIT, which blocks its connection.</summary>
    Waits,
}

/// <summary>The connections to one Redis, one a line.</summary>
internal sealed class Connections : IAsyncDisposable
{
    private readonly ConnectionMultiplexer[] _lines;

    private Connections(ConnectionMultiplexer[] lines) => _lines = lines;

    public static async Task<Connections> OpenAsync(RedisStoreOptions options, IReadOnlyList<RedisHost> hosts)
    {
        var lines = new List<ConnectionMultiplexer>();
        try
        {
            // The first one alone: when it fails, its cause is told, and not three times.
            for (var i = 0; i < (options.Replicas > 0 ? 3 : 2); i++) lines.Add(await RedisClient.ConnectAsync(options, hosts));
            return new Connections([.. lines]);
        }
        catch
        {
            foreach (var line in lines) await line.DisposeAsync();
            throw;
        }
    }

    public IConnectionMultiplexer Of(Line line) => _lines[(int)line];

    public async ValueTask DisposeAsync()
    {
        foreach (var line in _lines) await line.DisposeAsync();
    }
}
