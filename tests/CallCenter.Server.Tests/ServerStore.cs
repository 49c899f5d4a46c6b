using System.Globalization;
using CallCenter.Server.Hosting;
using CallCenter.Storage.Embedded;

namespace CallCenter.Server.Tests;

/// <summary>Where servers of a test keep everything, as one in this process is told and as one of its own is.</summary>
internal sealed record ServerStore(Action<ServerOptions> Adjust, string[] Arguments)
{
    private static int _count;

    /// <summary>What its keys in Redis begin with.</summary>
    public string Prefix { get; private init; } = "";

    public static ServerStore OnDisk(string directory) => new(
        o => o.Store = new EmbeddedStoreOptions { Directory = directory, Durability = Durability.Interval }, ["--data", directory]);

    /// <summary>A part of a Redis that no other test uses; with more patience than usual, so that a busy machine fails no test.</summary>
    public static ServerStore OnRedis(string address)
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"t{Interlocked.Increment(ref _count)}");
        var own = $"{address}{(address.Contains('?') ? '&' : '?')}prefix={prefix}&timeout=20000";
        return new(o => o.Redis = own, ["--redis", own]) { Prefix = prefix };
    }
}
