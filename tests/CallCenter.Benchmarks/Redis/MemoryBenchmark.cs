using System.Collections.Concurrent;
using System.Diagnostics;
using CallCenter.Core.Identity;
using CallCenter.Core.Replicas;
using CallCenter.Core.Storage;
using CallCenter.Storage.Redis;
using CallCenter.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace CallCenter.Benchmarks.Redis;

/// <summary>Memory of 24 h of history, what reading it costs, and how long a node and Redis take to start with it.</summary>
internal static class MemoryBenchmark
{
    private const int Loads = 3;

    // Rows of (b) that are really filled; the rest is extrapolated, since all would be minutes of work.
    private const int BucketRows = 50;
    private const int Reads = 50;

    public static async Task RunAsync(Report report)
    {
        report.Line();
        report.Line($"## Redis: 24 h of {Workload.Queues:N0} queues and {Workload.Agents:N0} agents, 8 measures a row");
        report.LoadAverage();
        foreach (var density in new[] { Density.Working, Density.Dense }) await MeasureOursAsync(report, density);
        await MeasureBucketsAsync(report);
    }

    private static async Task MeasureOursAsync(Report report, Density density)
    {
        await using var redis = await RedisServer.StartAsync(
            "--appendonly", "yes", "--appendfsync", "everysec", "--auto-aof-rewrite-percentage", "0");
        var empty = await RedisFigures.ReadAsync(redis);
        var history = await FillAsync(redis, density);
        var full = await RedisFigures.ReadAsync(redis) - empty;
        var perMinute = history.BlockBytes[2] / (double)history.RowMinutesOfMinuteLevel;
        report.Line();
        report.Line($"Ours, filled through commits and folds; {density.Name}:");
        report.Line();
        report.Line($"* {history.RowMinutes:N0} row-minutes that are not empty");
        var (ofRow, ofMinute) = (full.UsedMemory / (double)History.Rows, full.UsedMemory / (double)history.RowMinutes);
        report.Line($"* Redis memory {full.UsedMemory / 1e6:0.0} MB: {ofRow:N0} B a row, {ofMinute:0.0} B a row-minute");
        var megabytes = history.BlockBytes.Select(b => b / 1e6).ToArray();
        report.Line($"* blocks of 1 s / 10 s / 1 min slots: {megabytes[0]:0.0} / {megabytes[1]:0.0} / {megabytes[2]:0.0} MB");
        report.Line($"* blocks of 1 min: {perMinute:0.0} B a row-minute (goal dense: 13)");
        await MeasureLoadAsync(report, redis);
        await MeasureRestartAsync(report, redis);
    }

    private static async Task<History> FillAsync(RedisServer redis, Density density)
    {
        await using var store = Open(redis);
        var history = new History(store, density);
        await history.FillAsync();
        return history;
    }

    private static async Task MeasureLoadAsync(Report report, RedisServer redis)
    {
        var (total, reading, cpu, own) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var load = 0; load < Loads; load++)
        {
            GC.Collect();
            await using var store = Open(redis);
            var before = await RedisFigures.ReadAsync(redis);
            var ownBefore = Environment.CpuUsage.TotalTime;
            var (all, read) = await LoadAsync(store);
            own.Add((Environment.CpuUsage.TotalTime - ownBefore).TotalSeconds);
            var cost = await RedisFigures.ReadAsync(redis) - before;
            total.Add(all.TotalSeconds);
            reading.Add(read.TotalSeconds);
            cpu.Add(cost.MainThreadSeconds);
        }
        var shards = Enumerable.Range(0, Workload.Sources).Select(s => Sharding.ShardOf(new SourceId(TenantId.Default, $"source-{s}"),
            16)).Distinct().Count();
        report.Line($"* a node loads it all in {Middle(total):0.00} s (the first time in a process {total[0]:0.00}; goal 3)");
        report.Line($"* of that it waits {Middle(reading):0.00} s for Redis");
        report.Line($"* its own CPU {Middle(own):0.00} s (the first time {own[0]:0.00})");
        var millis = Middle(cpu) * 1000;
        report.Line($"* Redis CPU {millis:0} ms, {millis / shards:0.0} ms for each of the {shards} shards that hold anything");
    }

    /// <summary>As the server does at start: the image and then the log of each shard, as many at once as there are cores.</summary>
    private static async Task<(TimeSpan All, TimeSpan Reading)> LoadAsync(RedisMetricStore store)
    {
        var started = Stopwatch.GetTimestamp();
        var replicas = new ConcurrentBag<ShardReplica>();
        var readingTicks = 0L;
        await Parallel.ForAsync(0, store.ShardCount, async (shard, cancellationToken) =>
        {
            var replica = new ShardReplica(shard, ReplicaObserver.None);
            var reading = Stopwatch.GetTimestamp();
            var image = await store.LoadAsync(shard, cancellationToken);
            Interlocked.Add(ref readingTicks, Stopwatch.GetElapsedTime(reading).Ticks);
            replica.Load(image);
            foreach (var entry in await store.ReadLogAsync(shard, replica.Cursor, 256, cancellationToken))
            {
                if (!replica.Apply(entry)) throw new InvalidOperationException("The chain is broken.");
            }
            replicas.Add(replica);
        });
        var all = Stopwatch.GetElapsedTime(started);
        var rows = replicas.Sum(r => r.Sources.Values.Sum(s => s.Rows.Count));
        if (rows != History.Rows) throw new InvalidOperationException($"Rows are missing: {rows}.");
        return (all, TimeSpan.FromTicks(readingTicks) / Environment.ProcessorCount);
    }

    private static async Task MeasureRestartAsync(Report report, RedisServer redis)
    {
        await redis.AskAsync("BGREWRITEAOF");
        foreach (var state in new[] { "aof_rewrite_scheduled", "aof_rewrite_in_progress" })
        {
            while (await redis.InfoAsync(state) != "0") await Task.Delay(100);
        }
        await redis.KillAsync();
        var watch = Stopwatch.StartNew();
        await redis.StartAsync();
        report.Line($"* Redis itself, killed, starts from its rewritten file in {watch.Elapsed.TotalSeconds:0.00} s");
    }

    private static async Task MeasureBucketsAsync(Report report)
    {
        await using var redis = await RedisServer.StartAsync();
        var empty = await RedisFigures.ReadAsync(redis);
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        await FillBucketsAsync(redis.Port, now);
        var full = await RedisFigures.ReadAsync(redis) - empty;
        var bytesOfRow = full.UsedMemory / (double)BucketRows;
        report.Line();
        report.Line($"(b), all 8 measures in every bucket (24 h of minutes and 30 min of 10 s), measured on {BucketRows} rows:");
        report.Line();
        report.Line($"* {bytesOfRow:N0} B a row; EXTRAPOLATED to {History.Rows:N0} rows: {bytesOfRow * History.Rows / 1e9:0.00} GB");
        await using var connection = await ConnectionMultiplexer.ConnectAsync($"127.0.0.1:{redis.Port}");
        var database = connection.GetDatabase();
        foreach (var (width, length, name) in new[] { (10, 1800, "30 min"), (60, 86_400, "24 h") })
        {
            var before = await RedisFigures.ReadAsync(redis);
            for (var read = 0; read < Reads; read++) await ReadKpiAsync(database, read % BucketRows, width, length, now);
            var cost = await RedisFigures.ReadAsync(redis) - before;
            var micros = cost.MainThreadSeconds * 1e6 / Reads;
            report.Line($"* one KPI of two counters over {name}: {micros:N0} us Redis CPU ({length / width} HMGET, pipelined); ours 0");
        }
    }

    private static async Task FillBucketsAsync(int port, long now)
    {
        using var link = new RespLink(port);
        for (var row = 0; row < BucketRows; row++)
        {
            foreach (var (width, kept) in Ladders.All)
            {
                for (var bucket = (now - kept) / width + 1; bucket <= now / width; bucket++)
                {
                    for (var measure = 0; measure < 8; measure++)
                    {
                        link.Command("HINCRBY", 3);
                        link.Text(Buckets.KeyOf(row, width, bucket));
                        link.Number(measure);
                        link.Number(measure == 7 ? 30_000 + bucket % 1000 : 1 + bucket % 3);
                    }
                    link.Command("EXPIRE", 2);
                    link.Text(Buckets.KeyOf(row, width, bucket));
                    link.Number(kept);
                }
            }
            await link.RunAsync();
        }
    }

    private static async Task ReadKpiAsync(IDatabase database, int row, int width, int length, long now)
    {
        RedisValue[] measures = [1, 7];
        var answers = new List<Task<RedisValue[]>>();
        for (var bucket = (now - length) / width + 1; bucket <= now / width; bucket++)
            answers.Add(database.HashGetAsync(Buckets.KeyOf(row, width, bucket), measures));
        await Task.WhenAll(answers);
        if (answers.Sum(a => (long)a.Result[0]) == 0) throw new InvalidOperationException("Nothing was read.");
    }

    private static RedisMetricStore Open(RedisServer redis) => new(
        RedisStoreOptions.Parse(redis.Address + "?timeout=30000"), "bench", TimeProvider.System, NullLogger.Instance);

    private static double Middle(List<double> figures) => figures.Order().ElementAt(figures.Count / 2);
}
