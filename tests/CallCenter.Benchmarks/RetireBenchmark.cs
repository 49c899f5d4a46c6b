using CallCenter.Core.Encoding;
using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Replicas;
using CallCenter.Core.Storage;

namespace CallCenter.Benchmarks;

/// <summary>
/// Memory of a node that meets new agents without end: each is available for half an hour, answers one contact, and never comes back.
/// The way of an event from the source's floor through commits and folds to the rows, on a simulated clock.
/// </summary>
internal static class RetireBenchmark
{
    private const int AgentsAnHour = 100_000;
    private const int Queues = 100;
    private const int Seconds = 3_600;
    private const int FoldSeconds = 60;
    private const int StaySeconds = 1_800;

    private static readonly SourceId Source = new(TenantId.Default, "bench");
    private static readonly Instant Start = new(1_780_000_000_000);

    public static void Run(Report report, int hours)
    {
        report.Line();
        report.Line($"## New agents: {AgentsAnHour:N0} an hour for {hours} h, each with one contact, WindowMax 1 h, folded once a minute");
        report.LoadAverage();
        report.Line("| simulated hour | rows kept | row numbers given | agents seen | managed memory, MB | bytes a kept row |");
        report.Line("|--:|--:|--:|--:|--:|--:|");
        var run = new Node(new FloorOptions { WindowMax = TimeSpan.FromHours(1), AgentKept = TimeSpan.FromMinutes(10) });
        var empty = GC.GetTotalMemory(forceFullCollection: true);
        for (var hour = 1; hour <= hours; hour++)
        {
            run.PassHour();
            var memory = GC.GetTotalMemory(forceFullCollection: true) - empty;
            var (rows, numbers, agents) = (run.RowCount, run.NumberCount, run.SeenCount);
            report.Line($"| {hour} | {rows:N0} | {numbers:N0} | {agents:N0} | {memory / 1e6:0} | {memory / rows:N0} |");
        }
        GC.KeepAlive(run);
    }

    private sealed class Node(FloorOptions options)
    {
        private readonly SourceFloor _floor = new(options);
        private readonly ShardReplica _replica = new(0, ReplicaObserver.None);
        private int _second;
        private int _agent;
        private int _gone;
        private long _commit;

        public int RowCount => _replica.SourceOf(Source).Rows.Count;
        public int NumberCount => _replica.SourceOf(Source).Rows.End;
        public int SeenCount => _agent;

        public void PassHour()
        {
            for (var end = _second + Seconds; _second < end; _second++)
            {
                var now = Start + TimeSpan.FromSeconds(_second);
                for (var due = (long)AgentsAnHour * (_second + 1) / Seconds; _agent < due; _agent++) Come(_agent, now);
                for (var due = (long)AgentsAnHour * (_second + 1 - StaySeconds) / Seconds; _gone < due; _gone++) Leave(_gone, now);
                _floor.Advance(now);
                Commit();
                if (_second % FoldSeconds == 0) Fold(now);
            }
        }

        private void Come(int agent, Instant now)
        {
            var (name, visit) = ($"agent-{agent}", $"visit-{agent}");
            var traits = new VisitTraits($"queue-{agent % Queues}", Channel.Phone, Direction.Inbound, "", "", "", "");
            Apply(new AgentPresenceChanged(name, Presence.Available, "") { OccurredAt = now }, now);
            Apply(new VisitQueued(visit, visit, traits) { OccurredAt = now }, now);
            Apply(new VisitAnswered(visit, name, null, null) { OccurredAt = now }, now);
        }

        private void Leave(int agent, Instant now)
        {
            Apply(new VisitEnded($"visit-{agent}", VisitOutcome.CompletedByCustomer, null, null, false) { OccurredAt = now }, now);
            Apply(new AgentPresenceChanged($"agent-{agent}", Presence.Offline, "") { OccurredAt = now }, now);
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
                changes.Items)
            {
                RetiredRows = changes.RetiredRows,
            };
            var batch = BatchCodec.Join([BatchCodec.Encode(section, StoredFormat.Newest)]);
            _replica.Apply(new LogEntry(new LogPosition(0, _commit + 1), new LogPosition(0, _commit), batch));
            _commit++;
        }

        private void Fold(Instant now) => _replica.FoldDone(_replica.MakeFold(now, StoredFormat.Newest));
    }
}
