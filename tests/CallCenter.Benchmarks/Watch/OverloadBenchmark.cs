using System.Diagnostics;
using CallCenter.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace CallCenter.Benchmarks.Watch;

/// <summary>
/// One greedy subscription, 9,000 groups with 100 KPIs at 0.1 s, for a minute, and then cancelled: what acks and snapshots of others take
/// before, while it is open, and after.
/// </summary>
internal static class OverloadBenchmark
{
    private const int Kpis = 100;

    private static readonly WatchLoad Others = new("1 / 10", 1, 10) { IdleQueues = 8_000 };
    private static readonly TimeSpan Before = TimeSpan.FromSeconds(10), Open = TimeSpan.FromSeconds(60), After = TimeSpan.FromSeconds(20),
        Slice = TimeSpan.FromSeconds(5), SnapshotSpacing = TimeSpan.FromMilliseconds(250), SnapshotMax = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(Report report)
    {
        report.Line();
        report.Line($"## Overload: 9,000 groups with {Kpis} KPIs at 0.1 s for {Open.TotalSeconds:0} s");
        report.LoadAverage();
        report.Line("Others: ten subscribers of one view at 1/s, 1,000 events/s, and a snapshot of four queues every 250 ms.");
        report.Line();
        report.Line("| from s | greedy subscription | ack p50 / p99 ms | ack max ms | batches acked "
            + "| snapshot p50 / p99 ms | snapshot max ms | snapshots | failed | server CPU, % |");
        report.Line("|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        await using var run = await WatchRun.StartAsync(Others);
        using var channel = RawIngest.Open(run.Url);
        var snapshots = new Snapshots(new KpiService.KpiServiceClient(channel));
        using var stop = new CancellationTokenSource();
        var asking = snapshots.AskAsync(SnapshotSpacing, SnapshotMax, stop.Token);
        var started = Stopwatch.GetTimestamp();
        await ReportAsync(report, run, snapshots, started, Before, "not yet");
        using (var greedy = new CancellationTokenSource())
        {
            var reading = ReadAsync(channel, greedy.Token);
            await ReportAsync(report, run, snapshots, started, Open, "open");
            await greedy.CancelAsync();
            report.Line($"| {Stopwatch.GetElapsedTime(started).TotalSeconds:0} | cancelled after {await reading} | | | | | | | | |");
        }
        await ReportAsync(report, run, snapshots, started, After, "cancelled");
        await stop.CancelAsync();
        await asking;
    }

    private static async Task ReportAsync(
        Report report, WatchRun run, Snapshots snapshots, long started, TimeSpan length, string state)
    {
        for (var left = length; left > TimeSpan.Zero; left -= Slice)
        {
            snapshots.Clear();
            var from = Stopwatch.GetElapsedTime(started).TotalSeconds;
            var figures = await run.MeasureAsync(Slice);
            var (acks, asked) = (run.Feed.Acks, snapshots.Times);
            report.Line(FormattableString.Invariant($"| {from:0} | {state} | {figures.Ack} | {acks.Max:0} | {acks.Count} ")
                + FormattableString.Invariant($"| {asked.Quantiles()} | {asked.Max:0} | {asked.Count} | {snapshots.Failed} ")
                + FormattableString.Invariant($"| {100 * figures.Cpu:0} |"));
        }
    }

    /// <returns>What became of it.</returns>
    private static async Task<string> ReadAsync(GrpcChannel channel, CancellationToken stop)
    {
        var (messages, bytes) = (0, 0L);
        try
        {
            using var call = channel.CreateCallInvoker().AsyncServerStreamingCall(
                Arrival.Subscribe, null, new CallOptions(cancellationToken: stop), (await GreedyAsync(channel)).ToByteArray());
            while (await call.ResponseStream.MoveNext(stop))
            {
                messages++;
                bytes += call.ResponseStream.Current.Bytes;
            }
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // As planned.
        }
        catch (RpcException e)
        {
            return $"{messages} messages, {bytes / 1e6:0} MB, ended by the server: {e.Status.Detail}";
        }
        return $"{messages} messages, {bytes / 1e6:0} MB";
    }

    private static async Task<SubscribeRequest> GreedyAsync(GrpcChannel channel)
    {
        var all = await new KpiService.KpiServiceClient(channel).ListKpisAsync(new ListKpisRequest());
        var specs = all.Kpis.Where(kpi => kpi.Dimensions.Contains("queue"))
            .SelectMany(kpi => kpi.Variants.Count == 0 ? [kpi.Id] : kpi.Variants.Select(variant => $"{kpi.Id}.{variant.Id}"));
        return new SubscribeRequest
        {
            Selector = new Selector
            {
                GroupBy = { "queue" },
                Kpis = { specs.Take(Kpis).Select(spec => new KpiRef { Spec = spec }) },
                Window = new Window { Sliding = Duration.FromTimeSpan(TimeSpan.FromHours(1)) },
            },
            MinInterval = Duration.FromTimeSpan(TimeSpan.FromSeconds(0.1)),
        };
    }

    /// <summary>Another client that asks for values now and then.</summary>
    private sealed class Snapshots(KpiService.KpiServiceClient client)
    {
        private static readonly GetSnapshotRequest Request = new()
        {
            Selector = new Selector
            {
                GroupBy = { "queue" },
                Kpis = { new KpiRef { Id = "contacts_waiting" } },
                Where = { new Filter { Dimension = "queue", Values = { "queue 1", "queue 2", "queue 3", "queue 4" } } },
            },
        };

        private int _failed;

        public Latencies Times { get; } = new();

        public int Failed => Volatile.Read(ref _failed);

        public void Clear()
        {
            Times.Clear();
            _failed = 0;
        }

        public async Task AskAsync(TimeSpan spacing, TimeSpan max, CancellationToken stop)
        {
            List<Task> asked = [];
            while (!stop.IsCancellationRequested)
            {
                asked.Add(AskAsync(max));
                await Task.Delay(spacing, stop).ContinueWith(_ => { }, TaskScheduler.Default);
            }
            await Task.WhenAll(asked);
        }

        private async Task AskAsync(TimeSpan max)
        {
            var started = Stopwatch.GetTimestamp();
            try
            {
                await client.GetSnapshotAsync(Request, deadline: DateTime.UtcNow + max);
                Times.Add(Stopwatch.GetElapsedTime(started));
            }
            catch (RpcException)
            {
                Interlocked.Increment(ref _failed);
            }
        }
    }
}
