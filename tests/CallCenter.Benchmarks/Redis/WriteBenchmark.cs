using System.Diagnostics;
using CallCenter.Testing;

namespace CallCenter.Benchmarks.Redis;

/// <summary>Redis's cost of an event by layout, event rate and flush interval.</summary>
internal static class WriteBenchmark
{
    private const int Rounds = 3;

    private static readonly (string Name, Func<RedisServer, Task<IDesign>> Open)[] Designs =
    [
        ("ours (commits and folds)", async redis => await OurStore.OpenAsync(redis.Address)),
        ("(a) sorted sets, 30 min", redis => Task.FromResult<IDesign>(new SortedSets(redis.Port))),
        ("(b) HINCRBY pipelined", redis => Task.FromResult<IDesign>(new Buckets(redis.Port))),
        ("(c) one script call a batch", async redis => await BucketScript.OpenAsync(redis)),
    ];

    private static readonly (int Rate, int SpacingMs)[] Settings = [(20_000, 100), (20_000, 50), (200_000, 100), (200_000, 50)];

    public static async Task RunAsync(Report report, TimeSpan duration)
    {
        report.Line();
        report.Line("## Redis: cost of an event by design");
        report.Line();
        report.Line($"{Workload.Rows:N0} rows, 20 sources on 16 shards, 8 increments on 5 rows an event, 5 % late.");
        report.Line($"CPU of Redis' main thread; appendfsync everysec, no rewrite; a Redis of its own for each.");
        report.Line($"{duration.TotalSeconds:0.#} s each, medians of {Rounds} interleaved rounds.");
        report.Line("The clock of the events is simulated; spacing is the time between flushes on that clock.");
        report.Line("The sorted sets start empty and cost more once full.");
        foreach (var (rate, spacing) in Settings)
        {
            report.Line();
            report.Line($"{rate:N0} events/s, spacing {spacing} ms:");
            report.LoadAverage();
            report.Line("| design | events | CPU us/event | against ours | wire B/event | AOF B/event | against ours |");
            report.Line("|---|--:|--:|--:|--:|--:|--:|");
            var rounds = Designs.Select(_ => new List<Cost>()).ToArray();
            for (var round = 0; round < Rounds; round++)
            {
                for (var d = 0; d < Designs.Length; d++) rounds[d].Add(await MeasureAsync(Designs[d].Open, rate, spacing, duration));
            }
            var medians = rounds.Select(Median).ToArray();
            for (var d = 0; d < Designs.Length; d++)
            {
                var (m, ours) = (medians[d], medians[0]);
                var bytes = FormattableString.Invariant($"{m.WireBytes:0.0} | {m.AofBytes:0.0} | {m.AofBytes / ours.AofBytes:0.0}");
                report.Line($"| {Designs[d].Name} | {m.Events:N0} | {m.Micros:0.000} | {m.Micros / ours.Micros:0.0} | {bytes} |");
            }
        }
        report.Line();
        report.Line("The default is 50 ms; goals, for 100: CPU against (a) and (b) at least 50 at 20,000 events/s, 300 at 200,000.");
        report.Line("AOF against (b) at least 40.");
    }

    private sealed record Cost(double Events, double Micros, double WireBytes, double AofBytes);

    private static Cost Median(List<Cost> costs) => new(
        Middle(costs, c => c.Events), Middle(costs, c => c.Micros), Middle(costs, c => c.WireBytes), Middle(costs, c => c.AofBytes));

    private static double Middle(List<Cost> costs, Func<Cost, double> figure) => costs.Select(figure).Order().ElementAt(costs.Count / 2);

    private static async Task<Cost> MeasureAsync(Func<RedisServer, Task<IDesign>> open, int rate, int spacingMs, TimeSpan duration)
    {
        await using var redis = await RedisServer.StartAsync(
            "--appendonly", "yes", "--appendfsync", "everysec", "--auto-aof-rewrite-percentage", "0");
        await using var design = await open(redis);
        var workload = new Workload(rate, DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeMilliseconds());
        var batch = Enumerable.Range(0, rate * spacingMs / 1000).Select(_ => new CountedEvent()).ToArray();
        await RunAsync(design, workload, batch, duration / 5);
        var before = await RedisFigures.ReadAsync(redis);
        var events = await RunAsync(design, workload, batch, duration);
        var cost = await RedisFigures.ReadAsync(redis) - before;
        return new Cost(events, cost.MainThreadSeconds * 1e6 / events, (double)cost.NetBytes / events, (double)cost.AofBytes / events);
    }

    private static async Task<long> RunAsync(IDesign design, Workload workload, CountedEvent[] batch, TimeSpan duration)
    {
        var started = Stopwatch.GetTimestamp();
        var events = 0L;
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            foreach (var e in batch) workload.Next(e);
            await design.FlushAsync(batch, workload.NowMs);
            events += batch.Length;
        }
        return events;
    }
}
