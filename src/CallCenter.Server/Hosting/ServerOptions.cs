using CallCenter.Core.Kpis;
using CallCenter.Core.Measures;
using CallCenter.Engine;
using CallCenter.Storage.Embedded;
using CallCenter.Storage.Redis;

namespace CallCenter.Server.Hosting;

/// <summary>Everything that can be set, by appsettings.json, environment (CallCenter__Listen) or command line (--Listen).</summary>
public sealed class ServerOptions
{
    /// <value>Address of the gRPC door, HTTP/2 without TLS. Default http://127.0.0.1:50051; a port of 0 picks a free one. Only loopback
    /// addresses until
    /// TLS and authentication are there.</value>
    public string Listen { get; set; } = "http://127.0.0.1:50051";

    /// <value>A stream that says nothing for longer is ended. Default 45 s, 1 s to 1 h.</value>
    public TimeSpan IdleMax { get; set; } = TimeSpan.FromSeconds(45);

    /// <value>An ingest stream whose acks are not read for longer is ended. Default 30 s, 0.1 s to 1 h.</value>
    public TimeSpan AckWriteMax { get; set; } = TimeSpan.FromSeconds(30);

    /// <value>Size of one message, at most. Default 4 MiB, 64 KiB to 64 MiB.</value>
    public int MessageBytesMax { get; set; } = 4 * 1024 * 1024;

    /// <value>How often a quiet subscription hears that it lives. Default 5 s, 0.1 s to 60 s.</value>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <value>Threshold of service levels that name none. Default 20 s; one that ListKpis lists.</value>
    public TimeSpan ServiceLevelThreshold { get; set; } = TimeSpan.FromSeconds(20);

    /// <value>An abandon is short with at most this wait. Default 5 s; one that ListKpis lists as a threshold.</value>
    public TimeSpan ShortAbandonLimit { get; set; } = TimeSpan.FromSeconds(5);

    /// <value>Address of the Redis to keep everything in, shared with other nodes: redis://[user:password@]host:port[,host:port...], see
    /// src/CallCenter.Storage.Redis/README.md. Default none: the embedded store.</value>
    public string? Redis { get; set; }

    /// <value>The embedded store, used without <see cref="Redis"/>.</value>
    public EmbeddedStoreOptions Store { get; set; } = new();

    /// <value>Limits and periods.</value>
    public EngineOptions Engine { get; set; } = new();

    internal KpiArguments DefaultArguments => new(WaitThresholds.IndexOf(ServiceLevelThreshold), WaitThresholds.IndexOf(ShortAbandonLimit));

    /// <summary>Everything that is wrong, each with what to do; empty when all is well.</summary>
    public IEnumerable<string> Errors()
    {
        if (!Uri.TryCreate(Listen, UriKind.Absolute, out var listen) || listen.Scheme != Uri.UriSchemeHttp)
            yield return $"Listen is '{Listen}'; set it to an address such as http://127.0.0.1:50051.";
        else if (!listen.IsLoopback)
            yield return $"Listen is '{Listen}', which others can reach; this version has no TLS and no authentication, "
                + "so use 127.0.0.1 and put a proxy in front.";
        if (IdleMax < TimeSpan.FromSeconds(1) || IdleMax > TimeSpan.FromHours(1))
            yield return $"IdleMax is {IdleMax}; set it to 1 s to 1 h.";
        if (AckWriteMax < TimeSpan.FromSeconds(0.1) || AckWriteMax > TimeSpan.FromHours(1))
            yield return $"AckWriteMax is {AckWriteMax}; set it to 0.1 s to 1 h.";
        if (MessageBytesMax is < 64 * 1024 or > 64 * 1024 * 1024)
            yield return $"MessageBytesMax is {MessageBytesMax}; set it to 65536 to 67108864.";
        if (HeartbeatInterval < TimeSpan.FromSeconds(0.1) || HeartbeatInterval > TimeSpan.FromSeconds(60))
            yield return $"HeartbeatInterval is {HeartbeatInterval}; set it to 0.1 s to 60 s.";
        if (WaitThresholds.IndexOf(ServiceLevelThreshold) < 0)
            yield return NotCounted(nameof(ServiceLevelThreshold), ServiceLevelThreshold);
        if (WaitThresholds.IndexOf(ShortAbandonLimit) < 0) yield return NotCounted(nameof(ShortAbandonLimit), ShortAbandonLimit);
        foreach (var error in (Redis is null ? Store.Errors() : RedisErrors()).Concat(Engine.Errors())) yield return error;
    }

    private IEnumerable<string> RedisErrors()
    {
        try
        {
            return RedisStoreOptions.Parse(Redis!).Errors();
        }
        catch (FormatException e)
        {
            return [e.Message];
        }
    }

    private static string NotCounted(string name, TimeSpan value)
    {
        var known = Enumerable.Range(0, WaitThresholds.Count).Select(i => (long)WaitThresholds.At(i).TotalSeconds);
        return $"{name} is {value}; waits are counted exactly at {string.Join(", ", known)} s only, so set it to one of these.";
    }
}

/// <summary>The server cannot start as it is configured.</summary>
public sealed class ServerOptionsException(IReadOnlyList<string> errors)
    : Exception(string.Join(Environment.NewLine, errors))
{
    public IReadOnlyList<string> Errors { get; } = errors;
}
