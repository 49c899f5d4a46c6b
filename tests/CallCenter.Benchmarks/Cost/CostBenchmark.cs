using CallCenter.V1;

namespace CallCenter.Benchmarks.Cost;

/// <summary>
/// What credentials and instruments cost a server, for each event and each message to a subscriber, and what a message costs as JSON
/// against gRPC. The CPU time of the server's process, in pairs one after the other; medians of the pairs' ratios.
/// </summary>
internal static class CostBenchmark
{
    private const int Streams = 4, BatchSize = 100, WarmUpEvents = 40_000, RoundEvents = 15_000, IngestRounds = 12, FanOutRounds = 7,
        TogetherRounds = 30;

    private static readonly TimeSpan FanOutLength = TimeSpan.FromSeconds(4), WarmUp = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(Report report)
    {
        await using var full = await CostServer.StartAsync(isFull: true);
        await using var bare = await CostServer.StartAsync(isFull: false);
        report.Line();
        report.Line("## Credentials and instruments, and JSON against gRPC");
        report.Line();
        report.Line("Full: a key for each call, instruments scraped every 5 s. Bare: neither. OTLP is off.");
        report.Line("The server's CPU time, in pairs: one after the other, but updates over gRPC from both servers in the same seconds.");
        report.LoadAverage();
        report.Line("| work | of | against | median us of | median us against | median ratio | quartiles | pairs |");
        report.Line("|---|---|---|--:|--:|--:|---|--:|");
        report.Line(Row($"an event, batches of {BatchSize}", "full", "bare", await MeasureIngestAsync(full, bare)));
        report.Line(Row("an update over gRPC", "full", "bare", await MeasureTogetherAsync(full, bare)));
        report.Line(Row("an update", "JSON", "gRPC", await MeasureFanOutAsync((full, false), (full, true))));
        report.Line();
        var scrape = await full.MeasureScrapeAsync(20);
        report.Line($"A scrape costs {scrape.TotalMilliseconds:0.0} ms: every 5 s, {scrape.TotalSeconds / 5:P2} of a core.");
    }

    private static async Task<List<(double Of, double Against)>> MeasureIngestAsync(CostServer full, CostServer bare)
    {
        var events = IngestLoad.MakeEvents(Streams, 0);
        await SendAsync(full, events, 0, WarmUpEvents);
        await SendAsync(bare, events, 0, WarmUpEvents);
        var pairs = new List<(double, double)>();
        for (var round = 0; round < IngestRounds; round++)
        {
            var from = WarmUpEvents + round * RoundEvents;
            var isFirst = round % 2 == 0;
            var first = await SendAsync(isFirst ? full : bare, events, from, RoundEvents);
            var second = await SendAsync(isFirst ? bare : full, events, from, RoundEvents);
            pairs.Add(isFirst ? (first, second) : (second, first));
        }
        return pairs;
    }

    /// <returns>CPU time of the server for each event, in microseconds.</returns>
    private static async Task<double> SendAsync(CostServer server, List<Event>[] events, int from, int count)
    {
        var messages = events.Select(of => IngestLoad.Serialize(of, from, count, BatchSize)).ToList();
        var cpu = server.CpuTime;
        await Task.WhenAll(messages.Select((of, i) => RawIngest.SendAsync(server.Channel, $"source-{i}", of, server.Headers)));
        return (server.CpuTime - cpu).TotalMicroseconds / ((double)count * Streams);
    }

    /// <summary>Both servers under the same load in the same seconds, so that what else the machine does meets both.</summary>
    private static async Task<List<(double Of, double Against)>> MeasureTogetherAsync(CostServer of, CostServer against)
    {
        await using var first = await FanOut.StartAsync(of, isGrpc: true);
        await using var second = await FanOut.StartAsync(against, isGrpc: true);
        await Task.WhenAll(first.MeasureAsync(WarmUp), second.MeasureAsync(WarmUp));
        var pairs = new List<(double, double)>();
        for (var round = 0; round < TogetherRounds; round++)
        {
            var pair = await Task.WhenAll(first.MeasureAsync(FanOutLength), second.MeasureAsync(FanOutLength));
            pairs.Add((pair[0], pair[1]));
        }
        return pairs;
    }

    private static async Task<List<(double Of, double Against)>> MeasureFanOutAsync(
        (CostServer Server, bool IsGrpc) of, (CostServer Server, bool IsGrpc) against)
    {
        var pairs = new List<(double, double)>();
        for (var round = 0; round <= FanOutRounds; round++)
        {
            var pair = (await MeasureAsync(of), await MeasureAsync(against));
            // The first warms both up.
            if (round > 0) pairs.Add(pair);
        }
        return pairs;
    }

    private static async Task<double> MeasureAsync((CostServer Server, bool IsGrpc) side)
    {
        await using var run = await FanOut.StartAsync(side.Server, side.IsGrpc);
        return await run.MeasureAsync(FanOutLength);
    }

    private static string Row(string work, string of, string against, List<(double Of, double Against)> pairs)
    {
        var ratios = pairs.Select(p => p.Of / p.Against).Order().ToList();
        var (a, b) = (Median(pairs.Select(p => p.Of)), Median(pairs.Select(p => p.Against)));
        var (low, high) = (ratios[ratios.Count / 4], ratios[3 * ratios.Count / 4]);
        return FormattableString.Invariant($"| {work} | {of} | {against} | {a:0.00} | {b:0.00} ")
            + FormattableString.Invariant($"| {Median(ratios):0.000} | {low:0.000} to {high:0.000} | {ratios.Count} |");
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
