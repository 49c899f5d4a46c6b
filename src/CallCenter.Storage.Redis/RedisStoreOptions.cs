using System.Globalization;
using CallCenter.Core.Encoding;

namespace CallCenter.Storage.Redis;

/// <summary>Where Redis is and how it is used; written as one address, see <see cref="Parse"/>.</summary>
public sealed record RedisStoreOptions
{
    /// <value>Redis servers, of a cluster some or all; with <see cref="SentinelName"/> the sentinels.</value>
    public required IReadOnlyList<RedisHost> Hosts { get; init; }

    /// <value>None: the default user.</value>
    public string? User { get; init; }

    public string? Password { get; init; }

    /// <value>Number of the database; 0 in a cluster.</value>
    public int Database { get; init; }

    public bool Tls { get; init; }

    /// <value>PEM file of the authority that signed Redis' certificate; none: the system's authorities.</value>
    public string? CaFile { get; init; }

    /// <value>PEM files of the client certificate; none: no client certificate.</value>
    public string? CertFile { get; init; }

    public string? KeyFile { get; init; }

    /// <value>Name under which sentinels know the master; none: no sentinels.</value>
    public string? SentinelName { get; init; }

    public string? SentinelUser { get; init; }

    public string? SentinelPassword { get; init; }

    /// <value>Prefix of all keys. Default ccg. Several systems in one Redis need one each.</value>
    public string Prefix { get; init; } = "ccg";

    /// <value>Default 16, 1 to 1,024; fixed for the life of the data. More than a few per Redis master only cost.</value>
    public int Shards { get; init; } = 16;

    /// <value>Number of replicas that must have a commit before it is acked. Default 0, 0 to 8. More: later acks, less lost by a
    /// fail-over.</value>
    public int Replicas { get; init; }

    /// <value>The longest wait for replicas; the commit stands without them. Default 200 ms, 1 ms to 10 s.</value>
    public TimeSpan ReplicaWait { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <value>A call without an answer for this long has failed. Default 2 s, 0.1 s to 30 s.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <value>How long the log is kept after it was folded, for nodes that read it late. Default 60 s, 1 s to 1 h. More: more memory in
    /// Redis.</value>
    public TimeSpan LogKept { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Newest stored format to read and write; for tests of nodes of two versions.</summary>
    internal int FormatMax { get; init; } = StoredFormat.Newest;

    /// <summary>Reads <c>redis://[user:password@]host[:port][,host[:port]...][/database][?option=value&amp;...]</c>; rediss for TLS.
    /// Options: sentinel, sentineluser, sentinelpassword, prefix, shards, replicas, replicawait, timeout, logkept (ms), ca, cert, key
    /// (files).</summary>
    /// <exception cref="FormatException">The address cannot be read; says why, without the password.</exception>
    public static RedisStoreOptions Parse(string address) => RedisAddress.Read(address);

    /// <summary>All errors, each with its remedy; empty when the options are valid.</summary>
    public IEnumerable<string> Errors()
    {
        if (Hosts.Count == 0) yield return "Redis: no host is named; write redis://host:6379.";
        if (Prefix.Length is 0 or > 64 || Prefix.AsSpan().IndexOfAny("{}") >= 0)
            yield return $"Redis: prefix is '{Prefix}'; use 1 to 64 characters without braces.";
        if (Shards is < 1 or > 1024) yield return Say("shards", Shards, "1 to 1024");
        if (Replicas is < 0 or > 8) yield return Say("replicas", Replicas, "0 to 8");
        if (Database < 0) yield return Say("database", Database, "0 or more");
        if (!Within(ReplicaWait, 1, 10_000)) yield return Say("replicawait", ReplicaWait.TotalMilliseconds, "1 to 10000 ms");
        if (!Within(Timeout, 100, 30_000)) yield return Say("timeout", Timeout.TotalMilliseconds, "100 to 30000 ms");
        if (!Within(LogKept, 1000, 3_600_000)) yield return Say("logkept", LogKept.TotalMilliseconds, "1000 to 3600000 ms");
        if ((CaFile ?? CertFile ?? KeyFile) is not null && !Tls) yield return "Redis: ca, cert and key are for TLS; write rediss://.";
        if (CertFile is null != KeyFile is null) yield return "Redis: cert and key belong together; give both.";
        foreach (var file in new[] { CaFile, CertFile, KeyFile })
        {
            if (file is not null && !File.Exists(file)) yield return $"Redis: there is no file '{file}'; check ca, cert and key.";
        }
    }

    /// <summary>The address for people, without secrets.</summary>
    public override string ToString()
    {
        var hosts = string.Join(",", Hosts);
        var database = Database == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"/{Database}");
        return $"{(Tls ? "rediss" : "redis")}://{hosts}{database}{(SentinelName is null ? "" : $"?sentinel={SentinelName}")}";
    }

    private static bool Within(TimeSpan time, double fromMs, double toMs)
        => time.TotalMilliseconds >= fromMs && time.TotalMilliseconds <= toMs;

    private static string Say(string name, object value, string range)
        => string.Create(CultureInfo.InvariantCulture, $"Redis: {name} is {value}; set it to {range}, or leave it out for the default.");
}
