using System.Diagnostics;
using Google.Protobuf;

namespace CallCenter.Benchmarks.Watch;

/// <summary>
/// One view and many subscribers, a connection each, against streams of ready messages of the same size on the same stack: the server's
/// CPU. Few events, so that the messages are what costs; a server with one subscriber shows what the rest costs.
/// </summary>
internal static class FanOutBenchmark
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(15), Settle = TimeSpan.FromSeconds(5);

    private static readonly (string Name, WatchLoad Load)[] Rows =
    [
        ("1000 x 1/s, 500 bytes", Of(1_000, queues: 8)),
        ("5000 x 1/s, 500 bytes", Of(5_000, queues: 8)),
        ("1000 x 10/s, 500 bytes", Of(1_000, queues: 8) with { Interval = TimeSpan.FromSeconds(0.1) }),
        ("2000 x 1/s, 6.5 KB", Of(2_000, queues: 100)),
    ];

    public static async Task RunAsync(Report report, string[] only)
    {
        report.Line();
        report.Line("## Fan-out: one view against raw streams of as many bytes, a connection each");
        report.LoadAverage();
        report.Line("| subscribers | messages/s of due | raw messages/s | bytes a message | CPU, % | CPU with one subscriber, % "
            + "| raw CPU, % | us a message | raw us a message | ratio | ratio without the rest | KB a subscriber | raw KB a subscriber |");
        report.Line("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var (name, load) in Rows.Where(row => only.Length == 0 || row.Name.StartsWith(only[0], StringComparison.Ordinal)))
        {
            var rest = await MeasureAsync(load with { Subscribers = 1 });
            var ours = await MeasureAsync(load);
            var raw = await MeasureRawAsync(load, ours.BytesAMessage);
            var (own, least) = (ours.Cpu / ours.MessagesPerSecond, raw.Cpu / raw.MessagesPerSecond);
            var without = (ours.Cpu - rest.Cpu) / ours.MessagesPerSecond;
            report.Line(FormattableString.Invariant($"| {name} | {ours.MessagesPerSecond:0} of {ours.MessagesDue:0} ")
                + FormattableString.Invariant($"| {raw.MessagesPerSecond:0} | {ours.BytesAMessage:N0} ")
                + FormattableString.Invariant($"| {100 * ours.Cpu:0} | {100 * rest.Cpu:0} | {100 * raw.Cpu:0} ")
                + FormattableString.Invariant($"| {1e6 * own:0} | {1e6 * least:0} | {own / least:0.00} | {without / least:0.00} ")
                + FormattableString.Invariant($"| {ours.MemoryASubscriber / 1e3:0} | {raw.MemoryASubscriber / 1e3:0} |"));
        }
    }

    /// <summary>What ten subscribers that read nothing change for 490 others.</summary>
    public static async Task RunStuckAsync(Report report)
    {
        var load = Of(490, queues: 100) with { Interval = TimeSpan.FromSeconds(0.2) };
        report.Line();
        report.Line("## Fan-out: stuck readers");
        report.LoadAverage();
        report.Line("490 subscribers of 6.5 KB at 5/s, and ten more that read nothing; slices of one run.");
        report.Line();
        report.Line("| stuck | age of the newest event in an update, p50 / p99 ms | messages/s of due | server memory MB |");
        report.Line("|--:|--:|--:|--:|");
        await using var run = await WatchRun.StartAsync(load);
        for (var round = 0; round < 3; round++)
        {
            await ReportAsync(0);
            await using var stuck = StuckReaders.Start(10, load, run.Url);
            await Task.Delay(Settle);
            await ReportAsync(10);
        }

        async Task ReportAsync(int stuck)
        {
            var figures = await run.MeasureAsync(TimeSpan.FromSeconds(10));
            var messages = FormattableString.Invariant($"{figures.MessagesPerSecond:0} of {figures.MessagesDue:0}");
            report.Line(FormattableString.Invariant($"| {stuck} | {figures.Age} | {messages} | {figures.Memory / 1e6:0} |"));
        }
    }

    private static WatchLoad Of(int subscribers, int queues) => new("", 1, subscribers)
    {
        Queues = queues,
        StreamsAConnection = 1,
        Tick = TimeSpan.FromMilliseconds(queues > 8 ? 20 : 100),
    };

    private static async Task<WatchFigures> MeasureAsync(WatchLoad load)
    {
        await using var run = await WatchRun.StartAsync(load);
        return await run.MeasureAsync(Length);
    }

    private static async Task<WatchFigures> MeasureRawAsync(WatchLoad load, long bytes)
    {
        using var server = await ServerProcess.StartAsync(
            url => ["raw-streams", url, $"{bytes}", FormattableString.Invariant($"{load.Interval.TotalMilliseconds}")]);
        var memory = server.Memory;
        await using var watchers = Watchers.Start(load, new Markers(), server.Url, RawStreams.Subscribe);
        await watchers.WaitForSnapshotsAsync(TimeSpan.FromSeconds(30));
        await Task.Delay(Settle);
        watchers.Clear();
        var (cpu, started) = (server.CpuTime, Stopwatch.GetTimestamp());
        await Task.Delay(Length);
        var elapsed = Stopwatch.GetElapsedTime(started);
        return new WatchFigures
        {
            Cpu = (server.CpuTime - cpu) / elapsed,
            MessagesPerSecond = watchers.Messages / elapsed.TotalSeconds,
            MemoryASubscriber = (server.Memory - memory) / (double)load.Subscribers,
        };
    }
}

/// <summary>Subscribers that read one message and then none, each on a connection of its own, with small windows.</summary>
internal sealed class StuckReaders : IAsyncDisposable
{
    private readonly List<IDisposable> _open = [];

    public static StuckReaders Start(int count, WatchLoad load, string url)
    {
        var stuck = new StuckReaders();
        for (var i = 0; i < count; i++)
        {
            var channel = RawIngest.Open(url);
            var call = channel.CreateCallInvoker().AsyncServerStreamingCall(
                Arrival.Subscribe, null, default, load.RequestOf(i).ToByteArray());
            _ = call.ResponseStream.MoveNext(CancellationToken.None).ContinueWith(t => _ = t.Exception, TaskScheduler.Default);
            stuck._open.AddRange([call, channel]);
        }
        return stuck;
    }

    public ValueTask DisposeAsync()
    {
        foreach (var open in _open) open.Dispose();
        return ValueTask.CompletedTask;
    }
}
