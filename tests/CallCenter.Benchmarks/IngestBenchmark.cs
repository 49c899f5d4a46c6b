using System.Diagnostics;
using CallCenter.Simulator;
using CallCenter.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Benchmarks;

/// <summary>
/// Events a second and server CPU an event, acked, over 4 streams of one connection, for batches of several sizes, against the no-op
/// service in the same run. The load is made beforehand: the client sends ready bytes.
/// </summary>
internal static class IngestBenchmark
{
    private const int Streams = 4;
    private const int Rounds = 3;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4);

    private static readonly (int BatchSize, int EventsAStream)[] Sizes = [(1, 40_000), (20, 150_000), (100, 250_000), (500, 250_000)];

    /// <param name="only">The one batch size to measure; all when not given.</param>
    public static async Task RunAsync(Report report, int? only = null)
    {
        var events = MakeEvents(Sizes.Max(s => s.EventsAStream));
        report.Line();
        report.Line($"## Ingest: {Streams} streams, acked, embedded store on disk (durability Interval), events of the simulator ({events[0].Average(e => e.CalculateSize()):0} bytes)");
        report.Line();
        report.Line("| events a message | no-op events/s | server events/s | ratio | no-op CPU us/event | server CPU us/event | CPU beyond parsing us/event |");
        report.Line("|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var (size, count) in Sizes.Where(s => only is null || s.BatchSize == only))
        {
            var load = events.Select(e => Serialize(e, size, count)).ToArray();
            var (noop, real) = (new List<Figures>(), new List<Figures>());
            // In turn, so that a change of the machine's speed meets both.
            for (var round = 0; round <= Rounds; round++)
            {
                var n = await MeasureAsync(load, count, url => ["noop", url]);
                var r = await MeasureAsync(load, count, url => ["serve", "--Listen", url, "--Store:Directory", NewDirectory()]);
                if (round == 0) continue; // Warms the disk and the page cache.
                noop.Add(n);
                real.Add(r);
            }
            var (a, b) = (Median(noop), Median(real));
            report.Line($"| {size} | {a.EventsPerSecond:N0} | {b.EventsPerSecond:N0} | {b.EventsPerSecond / a.EventsPerSecond:P0} | {a.MicrosPerEvent:0.00} | {b.MicrosPerEvent:0.00} | {b.MicrosPerEvent - a.MicrosPerEvent:0.00} |");
        }
    }

    /// <param name="WarmUpEvents">Sent before anything was measured.</param>
    internal sealed record Figures(double EventsPerSecond, double MicrosPerEvent, double WarmUpEvents = 0);

    private static Figures Median(List<Figures> figures) => new(
        figures.Select(f => f.EventsPerSecond).Order().ElementAt(figures.Count / 2),
            figures.Select(f => f.MicrosPerEvent).Order().ElementAt(figures.Count / 2));

    internal static async Task<Figures> MeasureAsync(
        byte[][][] load, int count, Func<string, string[]> command, Func<Task>? beforeEnd = null)
    {
        using var server = await ServerProcess.StartAsync(command);
        using var channel = RawIngest.Open(server.Url);
        // As long for both, since the compiler goes by time and calls: with as many events instead, the no-op was measured half compiled.
        var warm = Stopwatch.StartNew();
        var rounds = 0;
        while (warm.Elapsed < WarmUp) await RawIngest.SendAsync(channel, $"warm-up-{++rounds}", load[0]);
        var cpu = server.CpuTime;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(load.Select((messages, i) => RawIngest.SendAsync(channel, $"source-{i}", messages)));
        watch.Stop();
        var total = (double)count * load.Length;
        var used = server.CpuTime - cpu;
        if (beforeEnd is not null) await beforeEnd();
        return new Figures(total / watch.Elapsed.TotalSeconds, used.TotalMicroseconds / total, rounds * (double)count);
    }

    internal static List<Event>[] MakeEvents(int count) => [.. Enumerable.Range(0, Streams).Select(stream =>
    {
        var start = DateTimeOffset.UtcNow - TimeSpan.FromHours(2);
        var center = new SimulatedCallCenter(new SimulationOptions
        {
            Seed = stream + 1,
            StartTime = start,
            AgentCount = 1_000,
            ContactsPerHour = 60_000,
            Queues = QueueProfile.Many(100),
            IdPrefix = $"{stream}-",
        });
        var events = new List<Event>(count);
        for (var minute = 1; events.Count < count; minute++) events.AddRange(center.AdvanceTo(start.AddSeconds(20 * minute)));
        // Within the last hours, whatever the simulation took: the server counts late ones in their own slots.
        var last = events[count - 1].OccurredTime.ToDateTimeOffset();
        var shift = DateTimeOffset.UtcNow - TimeSpan.FromMinutes(1) - last;
        if (shift < TimeSpan.Zero)
        {
            foreach (var e in events) e.OccurredTime = Timestamp.FromDateTimeOffset(e.OccurredTime.ToDateTimeOffset() + shift);
        }
        return events;
    })];

    internal static byte[][] Serialize(List<Event> events, int size, int count)
    {
        var messages = new byte[(count + size - 1) / size][];
        for (var i = 0; i < messages.Length; i++)
        {
            var batch = new EventBatch { FirstSequence = i * size + 1 };
            batch.Events.AddRange(events.GetRange(i * size, Math.Min(size, count - i * size)));
            messages[i] = new IngestRequest { Events = batch }.ToByteArray();
        }
        return messages;
    }

    private static string NewDirectory() => Directory.CreateTempSubdirectory("callcenter-bench-").FullName;
}
