using CallCenter.Core.Encoding;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;
using CallCenter.Core.Replicas;
using CallCenter.Core.Storage;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;
using CallCenter.Server.Ingest;

namespace CallCenter.Benchmarks.Watch;

/// <summary>CPU time of evaluating views, without a server: the events, columns and windows of the watch benchmark, each view once a
/// second.</summary>
internal static class ViewsBenchmark
{
    private const int Sources = 4, Seconds = 10, TicksASecond = 50, Queues = 1_000;
    private const int History = 25 * 60;

    public static void Run(Report report)
    {
        report.Line();
        report.Line($"## Views without a server: {Queues} queues, 5,000 agents, 1,000 events/s, each view once a second");
        report.Line();
        report.Line("| views | of | windows from | idle queues | ms of CPU a view | of reading the rows | ratio | groups "
            + "| first evaluation ms |");
        report.Line("|--:|---|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var load in new[]
        {
            Load(100, 15), Load(100, 1_200), Load(20, 3_600), Load(20, 3_600) with { IdleQueues = 8_000 },
            Load(20, 15) with { IsByAgent = true }, Load(20, 1_200) with { IsByAgent = true },
        }) report.Line(Measure(load));
    }

    private static WatchLoad Load(int views, int shortest)
        => new("", views, views) { ShortestWindow = TimeSpan.FromSeconds(shortest) };

    private static string Measure(WatchLoad load)
    {
        var board = new Board(load);
        board.Pass(seconds: History, _ => { });
        var selectors = Enumerable.Range(0, load.Views).Select(i => SelectorOf(load, i)).ToList();
        var opening = ThreadClock.Nanoseconds;
        var views = selectors.ConvertAll(board.Watch);
        var groups = views[0].GroupCount;
        var opened = ThreadClock.Nanoseconds - opening;
        long kept = 0;
        board.Pass(Seconds, tick => kept += Evaluate(views, tick, board.Now));
        long plain = 0;
        var reading = selectors.Take(10).Select(board.Read).ToList();
        board.Pass(1, tick => plain += Evaluate(reading, tick, board.Now));
        var (a, b) = (kept / 1e6 / Seconds / views.Count, plain / 1e6 / reading.Count);
        return FormattableString.Invariant(
            $"| {load.Views} | {(load.IsByAgent ? "agents" : "queues")} | {load.ShortestWindow.TotalSeconds:0} s | {load.IdleQueues} ")
            + FormattableString.Invariant($"| {a:0.00} | {b:0.00} | {a / b:0.00} | {groups} | {opened / 1e6 / views.Count:0.0} |");
    }

    private static long Evaluate(List<View> views, int tick, Instant now)
    {
        var start = ThreadClock.Nanoseconds;
        for (var i = tick % TicksASecond; i < views.Count; i += TicksASecond) views[i].Evaluate(views[i].WindowAt(now));
        return ThreadClock.Nanoseconds - start;
    }

    private static Selector SelectorOf(WatchLoad load, int number)
    {
        var request = load.RequestOf(number).Selector;
        var columns = request.Kpis.Select(kpi => KpiCatalog.Find(kpi.Spec.Split('@')[0])!)
            .Select(kpi => new Column(kpi, kpi.Variants[0], new KpiArguments(WaitThresholds.Standard)));
        return new Selector(
            TenantId.Default, "", [.. columns], [.. request.GroupBy.Select(name => Dimension.Parse(name)!)], [],
            new SlidingWindow(request.Window.Sliding.ToTimeSpan())).Complete();
    }

    /// <summary>A replica of the sources' events, and what watches it.</summary>
    private sealed class Board
    {
        private readonly WatchedRows _rows = new();
        private readonly List<Grouping> _groupings = [];
        private readonly List<(SourceId Id, WatchFloor Floor, SourceFloor Machine)> _sources = [];
        private readonly ShardReplica _replica;
        private long _entries;
        private double _steps;

        public Board(WatchLoad load)
        {
            _replica = new ShardReplica(0, new ReplicaObserver(Add, _ => { }) { Changes = _rows });
            for (var i = 0; i < Sources; i++)
            {
                var floor = new WatchFloor(i, Sources, load.Queues);
                _sources.Add((new SourceId(TenantId.Default, floor.Name), floor, new SourceFloor(new FloorOptions())));
                Commit(i, floor.Begin(Now.ToDateTimeOffset()).Concat(floor.IdleQueues(Now.ToDateTimeOffset(), load.IdleQueues)));
            }
        }

        public Instant Now { get; private set; } = new(1_795_000_000_000);

        public View Watch(Selector selector)
        {
            _rows.IsRead = true;
            if (_groupings.Count == 0) _groupings.Add(GroupingOf(selector));
            var view = new View(selector, _groupings[0], isKept: true);
            view.Evaluate(view.WindowAt(Now));
            return view;
        }

        public View Read(Selector selector) => new(selector, GroupingOf(selector), isKept: false);

        public void Pass(int seconds, Action<int> atTick)
        {
            for (var tick = 0; tick < seconds * TicksASecond; tick++)
            {
                Now += TimeSpan.FromSeconds(1.0 / TicksASecond);
                _steps += 1_000.0 / TicksASecond / WatchFloor.EventsAStep;
                for (; _steps >= 1; _steps--)
                {
                    var source = (int)(_entries % Sources);
                    Commit(source, _sources[source].Floor.Step(Now.ToDateTimeOffset()));
                }
                atTick(tick);
            }
        }

        private Grouping GroupingOf(Selector selector)
        {
            var grouping = new Grouping(selector, _rows);
            foreach (var row in _rows.All) grouping.Add(row);
            return grouping;
        }

        private void Add(RowHistory row)
        {
            _rows.Add(row);
            foreach (var grouping in _groupings) grouping.Add(row);
        }

        private void Commit(int source, IEnumerable<V1.Event> events)
        {
            var (id, _, machine) = _sources[source];
            foreach (var e in events) machine.Apply(EventMapper.Map(e).Event!, Now, out _);
            var changes = machine.DrainChanges(StoredFormat.Newest);
            var section = new SourceSection(
                id, new Fence(1), new Sequence(_entries), new Sequence(_entries + 1), changes.FirstRow, changes.Rows, changes.Deltas,
                changes.Items);
            var batch = BatchCodec.Join([BatchCodec.Encode(section, StoredFormat.Newest)]);
            _replica.Apply(new LogEntry(new LogPosition(0, _entries + 1), new LogPosition(0, _entries), batch));
            _entries++;
        }
    }
}
