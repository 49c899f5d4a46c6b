using System.Diagnostics;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Storage;
using CallCenter.Engine.Ingest;
using CallCenter.Engine.Shards;
using CallCenter.Server.Ingest;
using CallCenter.Simulator;
using CallCenter.V1;
using Google.Protobuf;

namespace CallCenter.Benchmarks;

/// <summary>Where an event's CPU time goes, stage by stage on one core, for sections of several sizes.</summary>
internal static class StagesBenchmark
{
    private const int EventCount = 200_000;
    private const int Rounds = 5;

    public static void Run(Report report)
    {
        var start = DateTimeOffset.UtcNow - TimeSpan.FromHours(1);
        var center = new SimulatedCallCenter(new SimulationOptions
        {
            Seed = 1,
            StartTime = start,
            AgentCount = 1_000,
            ContactsPerHour = 60_000,
            Queues = QueueProfile.Many(100),
        });
        var events = new List<Event>();
        for (var i = 1; events.Count < EventCount; i++) events.AddRange(center.AdvanceTo(start.AddSeconds(10 * i)));
        var now = Instant.FromDateTimeOffset(start + TimeSpan.FromHours(1));
        report.Line();
        report.Line($"## Stages of an event, ns an event on one core ({EventCount:N0} events of the simulator)");
        report.Line();
        report.Line("| events a section | parse | map | machines and deltas | encode | decode | apply to rows | deltas an event | bytes an event |");
        report.Line("|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var size in new[] { 100, 1_000, 5_000 })
        {
            var rounds = new List<double[]>();
            for (var round = 0; round <= Rounds; round++)
            {
                var figures = Measure(events, size, now);
                if (round > 0) rounds.Add(figures);
            }
            var m = Enumerable.Range(0, rounds[0].Length).Select(i => rounds.Select(r => r[i]).Order().ElementAt(Rounds / 2)).ToArray();
            report.Line($"| {size} | {m[0]:0} | {m[1]:0} | {m[2]:0} | {m[3]:0} | {m[4]:0} | {m[5]:0} | {m[6]:0.0} | {m[7]:0.0} |");
        }
    }

    private static double[] Measure(List<Event> events, int size, Instant now)
    {
        var floor = new Floor(new FloorOptions());
        var replica = new ShardReplica(0, _ => { });
        var ticks = new long[6];
        var (deltas, bytes, applied) = (0L, 0L, 0L);
        var batches = events.Chunk(size).Select(c => new EventBatch { Events = { c } }.ToByteArray()).ToList();
        foreach (var batch in batches)
        {
            var t = Stopwatch.GetTimestamp();
            var parsed = EventBatch.Parser.ParseFrom(batch);
            Lap(ticks, 0, ref t);
            var incoming = new IncomingEvent[parsed.Events.Count];
            for (var i = 0; i < incoming.Length; i++) incoming[i] = EventMapper.Map(parsed.Events[i]);
            Lap(ticks, 1, ref t);
            foreach (var one in incoming) floor.Apply(one.Event!, now, out _);
            Lap(ticks, 2, ref t);
            var changes = floor.TakeChanges();
            var section = new SourceSection(
                new SourceId("bench"), new Fence(1), new Sequence(applied), new Sequence(applied + incoming.Length), changes.FirstRow,
                    changes.Rows, changes.Deltas, changes.Items);
            var encoded = BatchCodec.Join([BatchCodec.Encode(section)]);
            Lap(ticks, 3, ref t);
            BatchCodec.Decode(encoded.Span);
            Lap(ticks, 4, ref t);
            replica.Apply(new LogEntry(new LogPosition(0, applied + 1), new LogPosition(0, applied), encoded));
            Lap(ticks, 5, ref t);
            (deltas, bytes, applied) = (deltas + changes.Deltas.Length, bytes + encoded.Length, applied + 1);
        }
        // Applying decodes first: what is left is the rows' part.
        ticks[5] -= ticks[4];
        return [.. ticks.Select(t => t * 1e9 / Stopwatch.Frequency / events.Count), (double)deltas / events.Count,
            (double)bytes / events.Count];
    }

    private static void Lap(long[] ticks, int stage, ref long since)
    {
        var now = Stopwatch.GetTimestamp();
        ticks[stage] += now - since;
        since = now;
    }
}
