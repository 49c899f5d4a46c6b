using CallCenter.Benchmarks.Redis;
using CallCenter.Core.Storage;
using CallCenter.Storage.Embedded;
using CallCenter.Storage.Redis;
using CallCenter.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace CallCenter.Benchmarks.Load;

/// <summary>
/// The cost of a node's start with 24 h of history, on both stores, each in a process of its own. A named store is filled when
/// empty and kept, so that two builds can be compared on the same bytes.
/// </summary>
internal static class LoadBenchmark
{
    private const int Starts = 5;

    public static async Task RunAsync(Report report, string[] named)
    {
        report.Line();
        report.Line($"## Start of a node with 24 h of {Workload.Queues:N0} queues and {Workload.Agents:N0} agents, medians of {Starts}");
        report.LoadAverage();
        report.Line(NodeStart.Head);
        report.Line("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        if (named is [var density, var place])
        {
            await MeasureAsync(report, density == "dense" ? Density.Dense : Density.Working, density, place);
            return;
        }
        foreach (var (name, full) in new[] { ("working", Density.Working), ("dense", Density.Dense) })
        {
            var directory = Directory.CreateTempSubdirectory("ccg-load");
            await MeasureAsync(report, full, $"{name}, embedded", directory.FullName);
            directory.Delete(recursive: true);
            if (RedisServer.Missing is not null) continue;
            await using var redis = await RedisServer.StartAsync();
            await MeasureAsync(report, full, $"{name}, Redis", redis.Address);
        }
    }

    private static async Task MeasureAsync(Report report, Density density, string name, string place)
    {
        await FillAsync(density, place);
        var starts = new List<NodeStart>();
        for (var i = 0; i < Starts; i++) starts.Add(await StartProcess.MeasureAsync(place));
        report.Line(NodeStart.Middle(starts).ToLine(name));
    }

    private static async Task FillAsync(Density density, string place)
    {
        await using var store = Open(place);
        for (var shard = 0; shard < store.ShardCount; shard++)
        {
            if ((await store.LoadAsync(shard, CancellationToken.None)).Rows.Count > 0) return;
        }
        await new History(store, density).FillAsync();
    }

    internal static IMetricStore Open(string place) => place.Contains("://", StringComparison.Ordinal)
        ? new RedisMetricStore(RedisStoreOptions.Parse(place + "?timeout=30000"), "bench", TimeProvider.System, NullLogger.Instance)
        : new EmbeddedMetricStore(new EmbeddedStoreOptions { Directory = place }, TimeProvider.System);
}
