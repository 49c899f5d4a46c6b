using System.Diagnostics;
using CallCenter.Client;
using CallCenter.Testing;
using CallCenter.V1;

namespace CallCenter.Benchmarks.Watch;

/// <summary>The time from an event that breaks a target to the alert at a watcher, and from one that mends it to the alert's end, without a
/// hold time: on one server, and between two on one Redis, where the event is sent to the one and the alert watched at the other.</summary>
internal static class AlertBenchmark
{
    private const int Queues = 50, Rounds = 8;

    private static readonly TimeSpan Spacing = TimeSpan.FromMilliseconds(20), ChangesMax = TimeSpan.FromSeconds(30);

    private static readonly string[] Target =
    [
        "--Settings:KpiTargets:0:Name=waiting", "--Settings:KpiTargets:0:Kpi=contacts_waiting", "--Settings:KpiTargets:0:GroupBy:0=queue",
        "--Settings:KpiTargets:0:Window=24h", "--Settings:KpiTargets:0:AtMost=0",
    ];

    public static async Task RunAsync(Report report)
    {
        report.Line();
        report.Line($"## From an event to its alert: {Rounds} rounds of a raise and a clear in {Queues} queues, "
            + $"one each {Spacing.TotalMilliseconds:0} ms");
        report.LoadAverage();
        report.Line("| servers | raised, p50 / p99 ms | longest, ms | cleared, p50 / p99 ms | longest, ms | alerts |");
        report.Line("|---|--:|--:|--:|--:|--:|");
        using (var folder = new DataFolder())
        {
            using var server = await ServerProcess.StartAsync(
                url => ["serve", "--Listen", url, "--Store:Directory", folder.Path, .. Target]);
            await MeasureAsync(report, "one, embedded store", server.Url, server.Url);
        }
        await using var redis = await RedisServer.StartAsync();
        using var one = await ServerProcess.StartAsync(url => ["serve", "--Listen", url, "--Redis", redis.Address, .. Target]);
        using var two = await ServerProcess.StartAsync(url => ["serve", "--Listen", url, "--Redis", redis.Address, .. Target]);
        await MeasureAsync(report, "two on one Redis", one.Url, two.Url);
        await MeasureAsync(report, "the same, the other way", two.Url, one.Url);
    }

    private static async Task MeasureAsync(Report report, string name, string sendTo, string watchAt)
    {
        var (raised, cleared) = (new Latencies(), new Latencies());
        using var watcher = new AlertClient(watchAt);
        using var channel = CallCenterChannel.Open(sendTo);
        var ingest = new IngestService.IngestServiceClient(channel);
        var sent = new Dictionary<string, long>();
        using var stop = new CancellationTokenSource();
        var watching = WatchAsync(watcher, sent, raised, cleared, stop.Token);
        await PublishAsync(ingest, Given.Queued("warm"), Given.Ended("warm", VisitOutcome.Abandoned));
        await Task.Delay(TimeSpan.FromSeconds(2));
        raised.Clear();
        cleared.Clear();
        for (var round = 0; round < Rounds; round++)
        {
            await ChangeAllAsync(ingest, sent, q => Given.Queued($"{name} {round} {q}", $"q{q}"));
            await UntilAsync(raised, (round + 1) * Queues);
            await ChangeAllAsync(ingest, sent, q => Given.Ended($"{name} {round} {q}", VisitOutcome.Abandoned));
            await UntilAsync(cleared, (round + 1) * Queues);
        }
        await stop.CancelAsync();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        report.Line($"| {name} | {raised.Quantiles()} | {raised.Max:0.#} | {cleared.Quantiles()} | {cleared.Max:0.#} | {raised.Count} |");
    }

    private static async Task ChangeAllAsync(
        IngestService.IngestServiceClient ingest, Dictionary<string, long> sent, Func<int, Event> change)
    {
        for (var queue = 0; queue < Queues; queue++)
        {
            lock (sent) sent[$"q{queue}"] = Stopwatch.GetTimestamp();
            await PublishAsync(ingest, change(queue));
            await Task.Delay(Spacing);
        }
    }

    private static async Task PublishAsync(IngestService.IngestServiceClient ingest, params Event[] events)
        => await ingest.PublishAsync(new PublishRequest { Source = "web", Events = { events } });

    private static async Task UntilAsync(Latencies seen, int count)
    {
        var waited = Stopwatch.StartNew();
        while (seen.Count < count && waited.Elapsed < ChangesMax) await Task.Delay(10);
        if (seen.Count < count) throw new TimeoutException($"{seen.Count} of {count} changes were seen.");
    }

    private static async Task WatchAsync(
        AlertClient watcher, Dictionary<string, long> sent, Latencies raised, Latencies cleared, CancellationToken stop)
    {
        await foreach (var message in watcher.WatchAsync(token: stop))
        {
            var now = Stopwatch.GetTimestamp();
            foreach (var alert in message.Changed?.Alerts ?? [])
            {
                long at;
                lock (sent)
                {
                    if (!sent.TryGetValue(alert.Labels[0], out at)) continue;
                }
                (alert.ClearTime is null ? raised : cleared).Add(Stopwatch.GetElapsedTime(at, now));
            }
        }
    }
}
