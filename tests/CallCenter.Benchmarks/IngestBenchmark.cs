namespace CallCenter.Benchmarks;

/// <summary>
/// Events a second and server CPU an event, acked, over 4 streams of one connection, for batches of several sizes, against the no-op
/// service in the same run. The load is prepared before: the client sends encoded bytes.
/// </summary>
internal static class IngestBenchmark
{
    private const int Streams = 4;
    private const int Rounds = 3;

    private static readonly (int BatchSize, int EventsAStream)[] Sizes = [(1, 40_000), (20, 150_000), (100, 250_000), (500, 250_000)];

    /// <param name="only">The only batch size to measure; all sizes by default.</param>
    public static async Task RunAsync(Report report, int? only = null)
    {
        var events = IngestLoad.MakeEvents(Streams, Sizes.Max(s => s.EventsAStream));
        report.Line();
        report.Line($"## Ingest: {Streams} streams, acked, embedded store on disk (durability Interval), events of the simulator ({events[0].Average(e => e.CalculateSize()):0} bytes)");
        report.Line();
        report.Line($"After a history of {Streams * IngestLoad.HistoryEventsAStream:N0} events.");
        report.LoadAverage();
        report.Line("| events a message | no-op events/s | server events/s | ratio | no-op CPU us/event | server CPU us/event | CPU beyond parsing us/event |");
        report.Line("|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var (size, count) in Sizes.Where(s => only is null || s.BatchSize == only))
        {
            var load = IngestLoad.Make(events, size, count);
            var (noop, real) = (new List<IngestRun.Figures>(), new List<IngestRun.Figures>());
            // Alternating, so that changes of the machine's speed affect both.
            for (var round = 0; round <= Rounds; round++)
            {
                var n = await MeasureAsync(load, url => ["noop", url]);
                var r = await MeasureAsync(load, url => ["serve", "--Listen", url, "--Store:Directory", NewDirectory()]);
                if (round == 0) continue; // Warms the disk and the page cache.
                noop.Add(n);
                real.Add(r);
            }
            var (a, b) = (Median(noop), Median(real));
            report.Line($"| {size} | {a.EventsPerSecond:N0} | {b.EventsPerSecond:N0} | {b.EventsPerSecond / a.EventsPerSecond:P0} | {a.MicrosPerEvent:0.00} | {b.MicrosPerEvent:0.00} | {b.MicrosPerEvent - a.MicrosPerEvent:0.00} |");
        }
    }

    private static async Task<IngestRun.Figures> MeasureAsync(IngestLoad load, Func<string, string[]> command)
    {
        using var run = await IngestRun.StartAsync(load, command);
        return await run.MeasureAsync();
    }

    private static IngestRun.Figures Median(List<IngestRun.Figures> figures) => new(
        figures.Select(f => f.EventsPerSecond).Order().ElementAt(figures.Count / 2),
        figures.Select(f => f.MicrosPerEvent).Order().ElementAt(figures.Count / 2));

    private static string NewDirectory() => Directory.CreateTempSubdirectory("callcenter-bench-").FullName;
}
