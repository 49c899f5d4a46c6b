using CallCenter.Core.Encoding;
using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Replicas;
using CallCenter.Core.Storage;

namespace CallCenter.Benchmarks;

/// <summary>
/// Bytes of a row with its histograms of times, in memory and stored: queues over a day whose waits and conversations are heavy-tailed, on
/// a simulated clock.
/// </summary>
internal static class TimesBenchmark
{
    private const int Queues = 100, Hours = 24, CommitSeconds = 10, FoldSeconds = 600;

    private static readonly SourceId Source = new(TenantId.Default, "bench");
    private static readonly Instant Start = new(1_780_000_000_000);

    public static void Run(Report report)
    {
        report.Line();
        report.Line($"## {Queues} queues over {Hours} h, lognormal waits, rings and conversations; two rows a queue and the source's");
        report.Line("| visits of a queue an hour | rows | managed memory, bytes a row | stored blocks, bytes a row |");
        report.Line("|--:|--:|--:|--:|");
        foreach (var visitsAnHour in new[] { 6, 60 })
        {
            var empty = GC.GetTotalMemory(forceFullCollection: true);
            var run = new Day(visitsAnHour);
            run.Pass();
            var memory = GC.GetTotalMemory(forceFullCollection: true) - empty;
            report.Line($"| {visitsAnHour} | {run.RowCount:N0} | {memory / run.RowCount:N0} | {run.StoredBytes / run.RowCount:N0} |");
        }
    }

    private sealed class Day(int visitsAnHour)
    {
        private readonly SourceFloor _floor = new(new FloorOptions());
        private readonly ShardReplica _replica = new(0, ReplicaObserver.None);
        private readonly Random _random = new(1);
        private readonly Dictionary<BlockKey, int> _blocks = [];
        private long _commit, _visit;

        public int RowCount => _replica.SourceOf(Source).Rows.Count;
        public long StoredBytes => _blocks.Values.Sum(bytes => (long)bytes);

        public void Pass()
        {
            var due = 0.0;
            for (var second = 0; second < Hours * 3600; second += CommitSeconds)
            {
                var now = Start + TimeSpan.FromSeconds(second);
                for (due += Queues * visitsAnHour / 3600.0 * CommitSeconds; due >= 1; due--) Visit(now);
                Commit();
                if (second % FoldSeconds == 0) Fold(now);
            }
        }

        private void Visit(Instant now)
        {
            var (visit, agent) = ($"v{++_visit}", "ann");
            var traits = new VisitTraits($"queue-{_random.Next(Queues)}", Channel.Phone, Direction.Inbound, "", "", "", "");
            Apply(new VisitQueued(visit, visit, traits) { OccurredAt = now }, now);
            Apply(new VisitAnswered(visit, agent, Lognormal(20), Lognormal(5)) { OccurredAt = now }, now);
            Apply(new VisitEnded(visit, VisitOutcome.CompletedByCustomer, null, Lognormal(180), false) { OccurredAt = now }, now);
        }

        private TimeSpan Lognormal(double median)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
            return TimeSpan.FromMilliseconds(Math.Round(Math.Min(median * Math.Exp(normal), 3_600) * 1000));
        }

        private void Apply(SourceEvent e, Instant now)
        {
            if (_floor.Apply(e, now, out var refusal) != ApplyResult.Counted) throw new InvalidOperationException($"{e}: {refusal}");
        }

        private void Commit()
        {
            var changes = _floor.DrainChanges(StoredFormat.Newest);
            var section = new SourceSection(
                Source, new Fence(1), new Sequence(_commit), new Sequence(_commit + 1), changes.FirstRow, changes.Rows, changes.Deltas,
                changes.Items);
            var batch = BatchCodec.Join([BatchCodec.Encode(section, StoredFormat.Newest)]);
            _replica.Apply(new LogEntry(new LogPosition(0, _commit + 1), new LogPosition(0, _commit), batch));
            _commit++;
        }

        private void Fold(Instant now)
        {
            var fold = _replica.MakeFold(now, StoredFormat.Newest);
            foreach (var block in fold.Blocks)
            {
                if (block.Bytes.IsEmpty) _blocks.Remove(block.Key);
                else _blocks[block.Key] = block.Bytes.Length;
            }
            _replica.FoldDone(fold);
        }
    }
}
