using CallCenter.Core.Encoding;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Replicas;
using CallCenter.Core.Storage;
using CallCenter.Engine.Ingest;
using CallCenter.Server.Ingest;
using CallCenter.Simulator;
using CallCenter.V1;
using Google.Protobuf;

namespace CallCenter.Benchmarks;

/// <summary>CPU time of an event by stage, on one core, for sections of several sizes.</summary>
internal static class StagesBenchmark
{
    private const int Rounds = 5;

    /// <param name="eventCount">Of the simulator; many have a history that no cache holds.</param>
    public static void Run(Report report, int eventCount = 200_000)
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
        for (var i = 1; events.Count < eventCount; i++) events.AddRange(center.AdvanceTo(start.AddSeconds(10 * i)));
        var now = Instant.FromDateTimeOffset(start + TimeSpan.FromHours(1));
        report.Line();
        report.Line($"## Stages of an event, ns an event on one core ({eventCount:N0} events of the simulator)");
        report.Line();
        report.Line("| events a section | | parse | map | machines and deltas | encode | decode and apply to rows | deltas an event | stored bytes an event |");
        report.Line("|--:|---|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var size in new[] { 100, 1_000, 5_000 })
        {
            var rounds = new List<double[]>();
            for (var round = 0; round <= Rounds; round++)
            {
                var figures = Measure(events, size, now);
                if (round > 0) rounds.Add(figures);
            }
            var m = Enumerable.Range(0, rounds[0].Length).Select(i => rounds.Select(r => r[i]).Order().ElementAt(Rounds / 2)).ToArray();
            report.Line($"| {size} | ns | {m[0]:0} | {m[1]:0} | {m[2]:0} | {m[3]:0} | {m[4]:0} | {m[10]:0.0} | {m[11]:0.0} |");
            report.Line($"| | bytes allocated | {m[5]:0} | {m[6]:0} | {m[7]:0} | {m[8]:0} | {m[9]:0} | | |");
        }
    }

    private static double[] Measure(List<Event> events, int size, Instant now)
    {
        var floor = new SourceFloor(new FloorOptions());
        var replica = new ShardReplica(0, ReplicaObserver.None);
        var laps = new Laps(5);
        var (deltas, bytes, applied) = (0L, 0L, 0L);
        var batches = events.Chunk(size).Select(c => new EventBatch { Events = { c } }.ToByteArray()).ToList();
        foreach (var batch in batches)
        {
            laps.Start();
            var parsed = EventBatch.Parser.ParseFrom(batch);
            laps.End(0);
            var incoming = new IncomingEvent[parsed.Events.Count];
            for (var i = 0; i < incoming.Length; i++) incoming[i] = EventMapper.Map(parsed.Events[i]);
            laps.End(1);
            foreach (var one in incoming) floor.Apply(one.Event!, now, out _);
            laps.End(2);
            var changes = floor.DrainChanges(StoredFormat.Newest);
            var section = new SourceSection(
                new SourceId(TenantId.Default, "bench"), new Fence(1), new Sequence(applied), new Sequence(applied + incoming.Length),
                    changes.FirstRow,
                    changes.Rows, changes.Deltas, changes.Items);
            var encoded = BatchCodec.Join([BatchCodec.Encode(section, StoredFormat.Newest)]);
            laps.End(3);
            replica.Apply(new LogEntry(new LogPosition(0, applied + 1), new LogPosition(0, applied), encoded));
            laps.End(4);
            (deltas, bytes, applied) = (deltas + changes.Deltas.Count, bytes + encoded.Length, applied + 1);
        }
        return [.. laps.NanosecondsAndBytes.Append(deltas).Append(bytes).Select(sum => sum / events.Count)];
    }

    /// <summary>CPU time of the thread and allocations by stage.</summary>
    private sealed class Laps(int stages)
    {
        private readonly long[] _nanoseconds = new long[stages];
        private readonly long[] _bytes = new long[stages];
        private long _since;
        private long _allocated;

        public IEnumerable<double> NanosecondsAndBytes
            => _nanoseconds.Select(t => (double)t).Concat(_bytes.Select(b => (double)b));

        public void Start() => (_since, _allocated) = (ThreadClock.Nanoseconds, GC.GetAllocatedBytesForCurrentThread());

        public void End(int stage)
        {
            _nanoseconds[stage] += ThreadClock.Nanoseconds - _since;
            _bytes[stage] += GC.GetAllocatedBytesForCurrentThread() - _allocated;
            Start();
        }
    }
}
