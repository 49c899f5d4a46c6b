using System.Diagnostics;
using CallCenter.Client;
using CallCenter.Testing;
using CallCenter.V1;
using Grpc.Net.Client;

namespace CallCenter.Benchmarks.Watch;

/// <summary>
/// A graceful stop with a thousand open streams of the .NET client, and how its clients come back to the server that starts again at the
/// same address two seconds later.
/// </summary>
internal static class StopBenchmark
{
    private const int Subscribers = 1_000, Channels = 20;

    private static readonly TimeSpan OpeningMax = TimeSpan.FromSeconds(60), Away = TimeSpan.FromSeconds(2),
        ReturnMax = TimeSpan.FromSeconds(90);

    private static readonly Selector Selector = new()
    {
        GroupBy = { "queue" },
        Kpis = { new KpiRef { Id = "contacts_waiting" }, new KpiRef { Id = "service_level" } },
    };

    public static async Task RunAsync(Report report)
    {
        report.Line();
        report.Line($"## Graceful stop with {Subscribers:N0} open streams over {Channels} connections, and their return");
        report.LoadAverage();
        using var folder = new DataFolder();
        var server = await ServerProcess.StartAsync(Command);
        var url = server.Url;
        using var stop = new CancellationTokenSource();
        var channels = Enumerable.Range(0, Channels).Select(_ => RawIngest.Open(url)).ToList();
        var watched = channels.SelectMany(c => Enumerable.Range(0, Subscribers / Channels).Select(_ => new Watched(c))).ToList();
        var reading = watched.Select(w => w.ReadAsync(stop.Token)).ToList();
        await WaitAsync(watched, w => w.HasBoard, OpeningMax);

        watched.ForEach(w => w.Forget());
        var (exitCode, took) = await server.StopAsync();
        report.Line($"The server ended after {took.TotalSeconds:0.00} s with exit code {exitCode}.");
        server.Dispose();
        await Task.Delay(Away);
        using var again = await ServerProcess.StartAsync(Command, at: url);
        foreach (var one in watched) one.Listening = Stopwatch.GetTimestamp();
        await WaitAsync(watched, w => w.HasBoard, ReturnMax);
        Tell(report, watched);
        await stop.CancelAsync();
        await Task.WhenAll(reading);
        channels.ForEach(c => c.Dispose());

        string[] Command(string listen) => ["serve", "--Listen", listen, "--Store:Directory", folder.Path];
    }

    private static void Tell(Report report, List<Watched> watched)
    {
        report.Line($"Ends of the streams: {string.Join("; ", watched.GroupBy(w => w.End).Select(g => $"{g.Count():N0} x {g.Key}"))}.");
        var back = watched.Where(w => w.HasBoard).Select(w => w.BackAfter.TotalSeconds).Order().ToList();
        report.Line($"Back, with a board, after the server listened again: {back.Count:N0} of {watched.Count:N0}.");
        report.Line();
        report.Line("| within s | came back |");
        report.Line("|--:|--:|");
        for (var second = 1; second - 1 < back.LastOrDefault(); second++)
            report.Line($"| {second} | {back.Count(b => b >= second - 1 && b < second)} |");
    }

    private static async Task WaitAsync(List<Watched> watched, Func<Watched, bool> isDone, TimeSpan longest)
    {
        var waited = Stopwatch.StartNew();
        while (!watched.TrueForAll(w => isDone(w)) && waited.Elapsed < longest) await Task.Delay(20);
    }

    private sealed class Watched(GrpcChannel channel)
    {
        private long _boardAt;

        /// <summary>What ended the stream first.</summary>
        public string? End { get; private set; }

        public long Listening { get; set; }
        public bool HasBoard => Interlocked.Read(ref _boardAt) != 0;
        public TimeSpan BackAfter => Stopwatch.GetElapsedTime(Listening, Interlocked.Read(ref _boardAt));

        public void Forget() => Interlocked.Exchange(ref _boardAt, 0);

        public async Task ReadAsync(CancellationToken stop)
        {
            using var watcher = new KpiWatcher(channel);
            var options = new WatchOptions { OnDisconnected = broken => End ??= broken.Reason };
            try
            {
                await foreach (var board in watcher.WatchAsync(Selector, options, stop))
                {
                    // The last board of before comes again when it is stale.
                    if (!board.IsStale && !HasBoard) Interlocked.Exchange(ref _boardAt, Stopwatch.GetTimestamp());
                }
            }
            catch (OperationCanceledException)
            {
                // The run is over.
            }
        }
    }
}
