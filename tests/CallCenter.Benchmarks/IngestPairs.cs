using CallCenter.Testing;

namespace CallCenter.Benchmarks;

/// <summary>
/// Server CPU an event of this build against another build of this program, acked, over 4 streams, in batches of 100. The builds
/// alternate under one client, so that changes of the machine's speed affect both; the ratio of each pair is told.
/// </summary>
internal static class IngestPairs
{
    private const int Streams = 4;
    private const int BatchSize = 100;

    /// <param name="other">Path of the other build's CallCenter.Benchmarks.dll.</param>
    /// <param name="eventsAStream">The measured events of a stream.</param>
    public static async Task RunAsync(Report report, string other, int pairs, int eventsAStream)
    {
        var load = IngestLoad.Make(IngestLoad.MakeEvents(Streams, eventsAStream), BatchSize, eventsAStream);
        report.Line();
        report.Line($"## Ingest against another build: {Streams} streams, acked, {Streams * eventsAStream:N0} events in batches of {BatchSize}");
        report.Line();
        report.Line($"After a history of {Streams * IngestLoad.HistoryEventsAStream:N0} events.");
        report.Line();
        report.LoadAverage();
        report.Line("| pair | other events/s | this events/s | other CPU us/event | this CPU us/event | ratio of CPU |");
        report.Line("|--:|--:|--:|--:|--:|--:|");
        await MeasureAsync(load, other); // Warms the disk and the page cache.
        var ratios = new List<double>();
        for (var pair = 1; pair <= pairs; pair++)
        {
            var (before, after) = (await MeasureAsync(load, other), await MeasureAsync(load, typeof(IngestPairs).Assembly.Location));
            ratios.Add(Ratio(before, after));
            report.Line(Row(pair, before, after));
        }
        report.Line();
        report.Line($"Median ratio: {ratios.Order().ElementAt(pairs / 2):0.00}.");
    }

    private static double Ratio(IngestRun.Figures before, IngestRun.Figures after) => after.MicrosPerEvent / before.MicrosPerEvent;

    private static FormattableString Row(int pair, IngestRun.Figures a, IngestRun.Figures b) =>
        $"| {pair} | {a.EventsPerSecond:N0} | {b.EventsPerSecond:N0} | {a.MicrosPerEvent:0.00} | {b.MicrosPerEvent:0.00} | {Ratio(a, b):0.00} |";

    private static async Task<IngestRun.Figures> MeasureAsync(IngestLoad load, string build)
    {
        using var folder = new DataFolder();
        using var run = await IngestRun.StartAsync(load, url => ["serve", "--Listen", url, "--Store:Directory", folder.Path], build);
        return await run.MeasureAsync();
    }
}
