using System.Globalization;
using CallCenter.Server.Hosting;
using CallCenter.Storage.Embedded;

namespace CallCenter.Server.Tests;

/// <summary>The store of a test's servers, as options of a server in this process and as arguments of one in its own.</summary>
internal sealed record ServerStore(Action<ServerOptions> Adjust, string[] Arguments)
{
    private static int _count;

    /// <summary>The prefix of its keys in Redis.</summary>
    public string Prefix { get; private init; } = "";

    public static ServerStore OnDisk(string directory) => new(
        o => o.Store = new EmbeddedStoreOptions { Directory = directory, Durability = Durability.Interval }, ["--data", directory]);

    /// <summary>A private part of a Redis, with longer time-outs, so that a busy machine fails no test.</summary>
    public static ServerStore OnRedis(string address)
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"t{Interlocked.Increment(ref _count)}");
        var own = $"{address}{(address.Contains('?') ? '&' : '?')}prefix={prefix}&timeout=20000";
        return new(o => o.Redis = own, ["--redis", own]) { Prefix = prefix };
    }
}
