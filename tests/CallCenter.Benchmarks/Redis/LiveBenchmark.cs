using System.Diagnostics;
using System.Globalization;
using CallCenter.Testing;
using CallCenter.V1;

namespace CallCenter.Benchmarks.Redis;

/// <summary>Whole servers over one Redis: ingest, what subscriptions cost Redis, and how soon subscribers of two nodes see
/// an event.</summary>
internal static class LiveBenchmark
{
    private const int Streams = 4;
    private const int BatchSize = 100;
    private const int EventsAStream = 250_000;
    private const int Rounds = 3;
    private const int DefaultSpacingMs = 50;

    private static readonly string[] RedisSettings =
        ["--appendonly", "yes", "--appendfsync", "everysec", "--auto-aof-rewrite-percentage", "0"];

    public static async Task RunAsync(Report report)
    {
        await RunIngestAsync(report);
        await MeasureSubscriptionsAsync(report);
        await MeasureLatencyAsync(report);
    }

    public static async Task RunIngestAsync(Report report)
    {
        report.Line();
        report.Line($"## Server on Redis: ingest, {Streams} streams, batches of {BatchSize}, {Streams * EventsAStream:N0} events, acked");
        report.Line();
        report.Line($"After a history of {Streams * IngestLoad.HistoryEventsAStream:N0} events.");
        report.LoadAverage();
        report.Line(
            "| server | events/s | against no-op | server us/event | Redis us/event | AOF B/event "
                + "| commits, warm-up included | commit p50 ms | p99 ms |");
        report.Line("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        var load = IngestLoad.Make(IngestLoad.MakeEvents(Streams, EventsAStream), BatchSize, EventsAStream);
        var noop = new List<double>();
        int[] spacings = [DefaultSpacingMs, 100];
        var ours = spacings.Select(_ => new List<double[]>()).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            using (var run = await IngestRun.StartAsync(load, url => ["noop", url])) noop.Add((await run.MeasureAsync()).EventsPerSecond);
            for (var i = 0; i < spacings.Length; i++) ours[i].Add(await MeasureIngestAsync(load, spacings[i]));
        }
        var ceiling = Middle(noop);
        report.Line($"| no-op | {ceiling:N0} | | | | | | | |");
        for (var i = 0; i < spacings.Length; i++)
        {
            var m = Enumerable.Range(0, ours[i][0].Length).Select(f => Middle(ours[i].ConvertAll(r => r[f]))).ToArray();
            var store = FormattableString.Invariant($"{m[2]:0.000} | {m[3]:0.0} | {m[4]:N0} | {m[5]:0.00} | {m[6]:0.00}");
            report.Line($"| Redis, commit spacing {spacings[i]} ms | {m[0]:N0} | {m[0] / ceiling:P0} | {m[1]:0.00} | {store} |");
        }
    }

    private static async Task<double[]> MeasureIngestAsync(IngestLoad load, int spacingMs)
    {
        await using var redis = await RedisServer.StartAsync(RedisSettings);
        var times = Path.Combine(redis.Directory, "commits");
        using var run = await IngestRun.StartAsync(load, url => Serve(url, redis, times, spacingMs));
        var before = await RedisFigures.ReadAsync(redis);
        var figures = await run.MeasureAsync();
        // Redis and the file of commit times take a moment.
        await Task.Delay(600);
        var cost = await RedisFigures.ReadAsync(redis) - before;
        var commits = (await File.ReadAllTextAsync(times)).Split(' ').Select(t => double.Parse(t, CultureInfo.InvariantCulture));
        var total = (double)Streams * EventsAStream;
        return [figures.EventsPerSecond, figures.MicrosPerEvent, cost.MainThreadSeconds * 1e6 / total, cost.AofBytes / total, .. commits];
    }

    private static string[] Serve(string url, RedisServer redis, string times, int spacingMs)
        => ["serve-redis", url, redis.Address + "?timeout=30000", times, spacingMs.ToString(CultureInfo.InvariantCulture)];

    private static async Task MeasureSubscriptionsAsync(Report report)
    {
        const int Seconds = 5;
        await using var redis = await RedisServer.StartAsync(RedisSettings);
        using var server = await ServerProcess.StartAsync(
            url => Serve(url, redis, Path.Combine(redis.Directory, "commits"), DefaultSpacingMs));
        report.Line();
        report.Line("## Server on Redis: Redis CPU by the number of subscriptions");
        report.Line();
        report.Line($"One node, 500 events/s, {Seconds} s, medians of {Rounds} interleaved rounds.");
        report.LoadAverage();
        using var feed = new LiveFeed(server.Url, "feed");
        var feeding = feed.RunAsync(TimeSpan.FromMilliseconds(20), 10);
        var figures = new[] { (Subscriptions: 0, Busy: new List<double>()), (1_000, []) };
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (count, busy) in figures)
            {
                using var watchers = new LiveWatchers([server.Url], count, OneQueue);
                await watchers.OpenAsync();
                var watch = Stopwatch.StartNew();
                var before = await RedisFigures.ReadAsync(redis);
                await Task.Delay(TimeSpan.FromSeconds(Seconds));
                var cost = await RedisFigures.ReadAsync(redis) - before;
                busy.Add(cost.MainThreadSeconds / watch.Elapsed.TotalSeconds);
            }
        }
        await feed.StopAsync(feeding);
        var (none, many) = (Middle(figures[0].Busy), Middle(figures[1].Busy));
        var rounds = string.Join(", ", figures[0].Busy.Select(b => FormattableString.Invariant($"{b:P3}")));
        report.Line($"* 0 subscriptions: {none:P3} of a core (rounds: {rounds})");
        report.Line($"* 1,000 subscriptions: {many:P3}; ratio {many / none:0.00} (goal: no growth)");
    }

    private static Filter OneQueue(int number) => new() { Dimension = "queue", Values = { $"queue-{number % 100}" } };

    private static async Task MeasureLatencyAsync(Report report)
    {
        const int Events = 300;
        const int SubscriptionsANode = 200;
        await using var redis = await RedisServer.StartAsync(RedisSettings);
        using var first = await ServerProcess.StartAsync(
            url => Serve(url, redis, Path.Combine(redis.Directory, "first"), DefaultSpacingMs));
        using var second = await ServerProcess.StartAsync(
            url => Serve(url, redis, Path.Combine(redis.Directory, "second"), DefaultSpacingMs));
        using var watchers = new LiveWatchers([first.Url, second.Url], 2 * SubscriptionsANode, _ => null);
        await watchers.OpenAsync();
        using var feed = new LiveFeed(first.Url, "feed");
        for (var warmUp = 0; warmUp < 10; warmUp++)
        {
            await feed.SendAsync(1);
            await watchers.SeenAsync(feed.Sent);
        }
        foreach (var latencies in watchers.Latencies) latencies.Clear();
        for (var n = 0; n < Events; n++)
        {
            // Longer apart than the shortest interval between two messages of a subscription, 100 ms.
            await Task.Delay(150);
            watchers.Sent(Stopwatch.GetTimestamp());
            await feed.SendAsync(1);
            await watchers.SeenAsync(feed.Sent);
        }
        report.Line();
        report.Line("## Two servers on one Redis: from sending an event to a subscriber");
        report.Line();
        report.Line($"{SubscriptionsANode} subscriptions a node, {Events} events, one process subscribes for all.");
        report.LoadAverage();
        string[] names = ["the node that took the event", "the other node"];
        for (var node = 0; node < 2; node++)
        {
            var sorted = watchers.Latencies[node].Order().ToArray();
            report.Line($"* {names[node]}: p50 {sorted[sorted.Length / 2]:0} ms, p99 {sorted[sorted.Length * 99 / 100]:0} ms (goal 100)");
        }
    }

    private static double Middle(List<double> figures) => figures.Order().ElementAt(figures.Count / 2);
}
