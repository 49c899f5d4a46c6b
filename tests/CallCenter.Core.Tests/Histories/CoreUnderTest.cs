using CallCenter.Core.Encoding;
using CallCenter.Core.Events;
using CallCenter.Core.Explanations;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Replicas;
using CallCenter.Core.Settings;
using CallCenter.Core.Storage;
using CallCenter.Core.Tests.Model;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Histories;

/// <summary>The way of an event through Core: floor, commit, stored form, rows over time, views; and what restarts do to it.</summary>
internal sealed class CoreUnderTest
{
    // The model forgets nobody.
    public static readonly FloorOptions Default = new()
    {
        AgentKept = TimeSpan.FromDays(400),
        DescribedAgentKept = TimeSpan.FromDays(400),
    };

    private readonly MemoryShard _store = new();
    private readonly Dictionary<SourceId, SourceFloor> _floors = [];
    private readonly Dictionary<SourceId, Sequence> _committed = [];
    private readonly WatchedBoard _board = new();
    private readonly FloorOptions _options;
    private ShardReplica _replica;

    public CoreUnderTest(IEnumerable<string> sources, FloorOptions? options = null, WaitTargets? targets = null)
    {
        _options = options ?? Default;
        Targets = targets ?? WaitTargets.Standard;
        _replica = NewReplica();
        _board.Show(_replica);
        foreach (var source in sources)
            _floors.Add(new SourceId(TenantId.Default, source), new SourceFloor(_options, [], [], Settings));
    }

    /// <summary>What waits are judged by, in floors that are made from now on.</summary>
    public WaitTargets Targets { get; set; }

    /// <summary>Reasons that are work, in floors that are made from now on.</summary>
    public ReasonClasses Reasons { get; set; } = new([ModelAgent.Productive], []);

    /// <summary>The department of each queue, in floors that are made from now on.</summary>
    public IReadOnlyDictionary<string, string> Departments { get; set; } = ModelTargets.Departments;

    /// <summary>When queues are open, in floors that are made from now on.</summary>
    public QueueCalendars Calendars { get; set; } = ModelTargets.Calendars;

    /// <summary>Whose hours and days are archived.</summary>
    public TimeZoneInfo Zone
    {
        get => _store.Zone;
        init => _store.Zone = value;
    }

    private TenantSettings Settings => new()
    {
        Targets = Targets,
        Reasons = Reasons,
        QueueCalendars = Calendars,
        Queues = [.. Departments.Select(d => new QueueSettings(d.Key, new OwnTarget(null, null), d.Value, ""))],
    };

    /// <summary>Rows that have retired so far.</summary>
    public int RetiredCount { get; private set; }

    public ApplyResult Apply(string source, SourceEvent e, long nowMs)
    {
        var id = new SourceId(TenantId.Default, source);
        if (_floors[id].RecordNeededBy(e) is { } visit) Supply(id, visit);
        var result = _floors[id].Apply(e, new Instant(nowMs), out _);
        _floors[id].ForgetRecords();
        return result;
    }

    private void Supply(SourceId source, string visit)
    {
        Commit();
        var lookup = new LedgerLookup(source, [visit]);
        foreach (var entry in _store.Log) lookup.Read(entry);
        lookup.EndLog();
        foreach (var chunk in Enumerable.Reverse(_store.Ledger))
        {
            if (lookup.MayBeIn(LedgerHead.Decode(chunk.Head.Span))) lookup.Read(chunk.Data.Span);
        }
        _floors[source].Supply(visit, lookup.Found.GetValueOrDefault(visit));
    }

    public void Advance(string source, long nowMs) => _floors[new SourceId(TenantId.Default, source)].Advance(new Instant(nowMs));

    /// <summary>Commits what all sources have, in one batch.</summary>
    public void Commit()
    {
        var sections = _floors.Select(f => BatchCodec.Encode(SectionOf(f.Key, f.Value), StoredFormat.Newest)).ToList();
        Assert.True(_replica.Apply(_store.Append(BatchCodec.Join(sections))));
    }

    /// <summary>The source's session ends; the next one starts from what is stored.</summary>
    public void RestoreFloor(string source)
    {
        Commit();
        var stored = _replica.SourceOf(new SourceId(TenantId.Default, source));
        _floors[new SourceId(TenantId.Default, source)] = new SourceFloor(
            _options, [.. stored.KnownRows], stored.Items, Settings);
    }

    public void Fold(long nowMs)
    {
        var fold = _replica.MakeFold(new Instant(nowMs), StoredFormat.Newest);
        _store.Fold(fold);
        _replica.FoldDone(fold);
    }

    /// <summary>A fold that the store did not take.</summary>
    public void FailFold(long nowMs)
    {
        _replica.FoldFailed(_replica.MakeFold(new Instant(nowMs), StoredFormat.Newest));
    }

    /// <summary>The node restarts: everything anew from the store.</summary>
    public void Reload()
    {
        _board.Clear();
        _replica = NewReplica();
        _replica.Load(_store.Image);
        foreach (var entry in _store.Log) Assert.True(_replica.Apply(entry));
        _board.Show(_replica);
    }

    /// <summary>Begins to watch a selector.</summary>
    public View Watch(Selector selector) => _board.Watch(selector);

    public SourceStatus StatusOf(string source) => _replica.SourceOf(new SourceId(TenantId.Default, source)).Status;

    public List<GroupValues> Evaluate(Selector selector, long nowMs)
    {
        var view = new View(selector, _board.GroupingOf(selector), isKept: false);
        return view.Evaluate(view.WindowAt(new Instant(nowMs))).Groups;
    }

    /// <summary>What is behind the value of a selector of one group, by what is stored now.</summary>
    public Explainer Explain(Selector selector, ExplainedFormula formula, EntryPage page, long nowMs)
    {
        var now = new Instant(nowMs);
        var explainer = new Explainer(
            formula, selector.Targets, now, ExplainedSource.All(selector, _replica.Sources.Values, now), page);
        if (formula.HasAgents) explainer.Add(Evaluate(formula.ByAgent(selector), nowMs));
        var records = new LedgerRecords(explainer.Has);
        foreach (var chunk in _store.Ledger) records.Add(chunk.Data.Span);
        foreach (var entry in _store.Log) records.Add(entry);
        records.TakeNewestFirst(explainer.Add);
        return explainer;
    }

    /// <summary>The values of intervals, of the archive and of rows.</summary>
    public List<GroupValues> Evaluate(IntervalView view, Interval interval, long nowMs)
    {
        view.AddRows(_board.Rows);
        var groups = view.Evaluate(
            interval, new Instant(nowMs), _store.Archive.Within(interval), source => _store.Archive.ToOf(source));
        view.ForgetRows();
        return groups;
    }

    /// <summary>The archive's blocks of a level.</summary>
    public IReadOnlyList<ArchiveBlock> Archived(ArchiveLevel level) => _store.Archive.Of(level);

    private ShardReplica NewReplica() => new(0, _board.Observer(), _ => _store.Zone);

    private SourceSection SectionOf(SourceId source, SourceFloor floor)
    {
        var changes = floor.DrainChanges(StoredFormat.Newest);
        var from = _committed.GetValueOrDefault(source);
        _committed[source] = from.Next;
        RetiredCount += changes.RetiredRows.Count;
        return new SourceSection(source, new Fence(1), from, from.Next, changes.FirstRow, changes.Rows, changes.Deltas, changes.Items)
        {
            RetiredRows = changes.RetiredRows,
            Ledger = changes.Ledger,
        };
    }
}
