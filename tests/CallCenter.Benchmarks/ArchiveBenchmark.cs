using System.Diagnostics;
using CallCenter.Core.Encoding;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Log;
using CallCenter.Core.Replicas;
using CallCenter.Core.Storage;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;
using CallCenter.Engine;
using CallCenter.Server.Ingest;
using CallCenter.Server.Kpis;
using CallCenter.Simulator;
using CallCenter.Storage.Embedded;
using CallCenter.Testing;
using Google.Protobuf;

namespace CallCenter.Benchmarks;

/// <summary>Bytes of closed hours and days of a simulated centre, and the time to read a year of days.</summary>
internal static class ArchiveBenchmark
{
    private const int DaySeconds = 86_400, Days = 365, Rounds = 5;

    private static readonly SourceId Source = new(TenantId.Default, "bench");

    // Times with quantiles among them, whose histograms are most of a block.
    private static readonly string[] Kpis =
    [
        "contacts_offered", "contacts_answered", "contacts_abandoned", "service_level", "answer_rate", "abandonment_rate",
        "speed_of_answer", "queue_time", "talk_time", "hold_time", "acw_time", "avg_handle_time", "transfer_rate", "contacts_handled",
        "contacts_flowed_out", "missed_call_rate", "login_time", "occupancy", "contacts_per_agent_hour", "agents_online",
    ];

    public static async Task RunAsync(Report report)
    {
        report.Line();
        report.Line("| queues | agents | contacts a day | dimensions | rows of a day | an hour, bytes a row | a day, bytes a row "
            + "| 400 days and 62 days of hours, MB | a row and year of days, KB | a year's days of 20 KPIs by queue, ms | CPU, ms "
            + "| answer, MB |");
        report.Line("|--:|--:|--:|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var (queues, agents, perHour) in new[] { (10, 40, 160), (50, 200, 800) })
        {
            foreach (var withDimensions in new[] { false, true }) await MeasureAsync(report, queues, agents, perHour, withDimensions);
        }
    }

    private static async Task MeasureAsync(Report report, int queues, int agents, int perHour, bool withDimensions)
    {
        var today = DateTimeOffset.UtcNow.UtcDateTime.Date;
        var start = new DateTimeOffset(today, TimeSpan.Zero) - TimeSpan.FromDays(20);
        var (hours, contacts) = Play(new SimulationOptions
        {
            StartTime = start,
            AgentCount = agents,
            ContactsPerHour = perHour,
            Queues = QueueProfile.Many(queues),
            WithDimensions = withDimensions,
        });
        var from = (uint)start.ToUnixTimeSeconds();
        var day = ArchiveMerge.Merge(from, from + DaySeconds, hours.Select(hour => hour.Bytes));
        var (rows, hourRows) = (RowsOf(day), hours.Sum(hour => RowsOf(hour.Bytes)));
        var hourBytes = hours.Sum(hour => (long)hour.Bytes.Length);
        var (milliseconds, cpu, bytes) = await ReadYearAsync(day, (uint)new DateTimeOffset(today, TimeSpan.Zero).ToUnixTimeSeconds());
        var dimensions = withDimensions ? "tier, issue, complexity, tags too" : "queue, channel, agent";
        var all = (400L * day.Length + 62 * hourBytes) / 1e6;
        report.Line(FormattableString.Invariant(
            $"| {queues} | {agents} | {contacts:N0} | {dimensions} | {rows:N0} | {hourBytes / hourRows} | {day.Length / rows} | {all:0.0} ")
            + FormattableString.Invariant($"| {365.0 * day.Length / rows / 1000:0.0} | {milliseconds:0} | {cpu:0} | {bytes / 1e6:0.0} |"));
    }

    private static (IReadOnlyList<ArchiveBlock> Hours, int Contacts) Play(SimulationOptions options)
    {
        var (floor, replica) = (new SourceFloor(new FloorOptions()), new ShardReplica(0, ReplicaObserver.None));
        var centre = new SimulatedCallCenter(options);
        var events = centre.AdvanceTo(options.StartTime.AddDays(1));
        var applied = 0L;
        foreach (var batch in events.Chunk(1_000))
        {
            foreach (var e in batch)
                floor.Apply(EventMapper.Map(e).Event!, Instant.FromDateTimeOffset(e.OccurredTime.ToDateTimeOffset()), out _);
            var changes = floor.DrainChanges(StoredFormat.Newest);
            var section = new SourceSection(
                Source, new Fence(1), new Sequence(applied), new Sequence(applied + 1), changes.FirstRow, changes.Rows, changes.Deltas,
                changes.Items);
            var encoded = BatchCodec.Join([BatchCodec.Encode(section, StoredFormat.Newest)]);
            replica.Apply(new LogEntry(new LogPosition(0, applied + 1), new LogPosition(0, applied), encoded));
            applied++;
        }
        var fold = replica.MakeFold(Instant.FromDateTimeOffset(options.StartTime.AddDays(11)), StoredFormat.Newest);
        return ([.. fold.Archive.Take(24)], centre.Truth.Visits.Count);
    }

    private static async Task<(double Milliseconds, double Cpu, int Bytes)> ReadYearAsync(ReadOnlyMemory<byte> day, uint today)
    {
        var options = new EmbeddedStoreOptions { Directory = "", Durability = Durability.Memory };
        var store = new EmbeddedMetricStore(options, TimeProvider.System);
        var last = today - 11 * DaySeconds;
        var days = Enumerable.Range(0, Days).Select(i => last - (uint)(Days - 1 - i) * DaySeconds)
            .Select(end => new ArchiveBlock(Source, ArchiveLevel.Day, end, ArchiveMerge.Merge(end - DaySeconds, end, [day]))).ToList();
        await store.FoldAsync(0, new ShardFold(LogPosition.Start, LogPosition.Start, last, [], [], [])
        {
            Archive = days,
            Archived = [new ArchiveExtent(Source, days[0].End - DaySeconds, last)],
        }, default);
        await using var node = await Node.StartAsync(store, new EngineOptions());
        var arguments = new KpiArguments(KpiArguments.OwnThreshold);
        var selector = new Selector(
            TenantId.Default, "", [.. Kpis.Select(KpiCatalog.Find).Select(kpi => new Column(kpi!, kpi!.Variants[0], arguments))],
            [Dimension.Parse("queue")!], [], PeriodWindow.Today(TimeZoneInfo.Utc)).Complete();
        var intervals = days.ConvertAll(block => new Interval(block.End - DaySeconds, block.End));
        var (times, cpu) = (new List<double>(), new List<double>());
        var bytes = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var (started, before) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
            var values = await node.Board.Intervals.ReadAsync(
                selector, intervals, new IntervalUnit(null, PeriodUnit.Day, TimeZoneInfo.Utc, default), default);
            bytes = SeriesMapper.ToMessage(values, selector).ToByteArray().Length;
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            cpu.Add((Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds);
        }
        return (times.Order().ElementAt(Rounds / 2), cpu.Order().ElementAt(Rounds / 2), bytes);
    }

    private static int RowsOf(ReadOnlyMemory<byte> block)
    {
        var counter = new RowCounter();
        ArchiveCodec.Read(block.Span, counter);
        return counter.Count;
    }

    private sealed class RowCounter : IArchiveReader
    {
        public int Count { get; private set; }
        public bool ReadsBuckets => false;

        public bool Reads(Core.Measures.RowKind kind)
        {
            Count++;
            return false;
        }

        public bool Begin(Core.Measures.RowKey key) => false;
        public void Add(Core.Measures.Measure measure, long value) { }
        public void Add(Core.Measures.Measure gauge, StateInSpan state) { }
    }
}
