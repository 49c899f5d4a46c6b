using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Storage;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;
using CallCenter.Engine.Shards;

namespace CallCenter.Engine.Board;

/// <summary>
/// One reading of values by intervals: first those of which everything is archived, then, in the board's loop, the others. Used by one
/// thread at a time.
/// </summary>
/// <param name="archive">What is archived of the selected sources.</param>
/// <param name="groupsMax">For this number of intervals.</param>
internal sealed class IntervalRead(Selector selector, IReadOnlyList<Interval> intervals, ArchivePages archive, int groupsMax)
{
    // A commit waits for a piece at most.
    private static readonly TimeSpan PieceMax = TimeSpan.FromMilliseconds(10);

    private readonly IntervalView _view = new(selector);
    private readonly SortedDictionary<string[], KpiValue[]?[]> _groups = new(LabelOrder.Instance);
    private readonly List<KpiValue[]> _nothing = []; // By interval: the values of a group of which nothing was counted.
    private readonly Queue<(Interval Interval, IReadOnlyList<ArchiveBlock>? Blocks)> _ofRows = new();

    public Selector Selector => selector;

    /// <summary>Whether all intervals were read.</summary>
    public bool IsDone => _ofRows.Count == 0;

    /// <summary>The instant of the newest values.</summary>
    public Instant AsOf { get; private set; }

    /// <summary>The first exception of a formula.</summary>
    public Exception? Defect => _view.Defect;

    /// <summary>Reads what is archived.</summary>
    public async Task ReadArchiveAsync(Instant now, CancellationToken cancellationToken)
    {
        AsOf = now;
        foreach (var interval in intervals)
        {
            var blocks = await archive.ReadAsync(interval, cancellationToken);
            if (_ofRows.Count == 0 && (blocks is null || archive.HasAll(interval))) Evaluate(interval, now, blocks);
            else _ofRows.Enqueue((interval, blocks));
        }
    }

    /// <summary>Reads intervals from the rows of the board, those there is time for.</summary>
    public void ReadRows(IEnumerable<RowHistory> rows, Instant now, TimeProvider time)
    {
        var started = time.GetTimestamp();
        AsOf = now;
        _view.AddRows(rows);
        try
        {
            do
            {
                if (!_ofRows.TryDequeue(out var next)) return;
                Evaluate(next.Interval, now, next.Blocks);
            }
            while (time.GetElapsedTime(started) < PieceMax);
        }
        finally
        {
            _view.ForgetRows();
        }
    }

    /// <summary>What was read, by the groups' labels.</summary>
    public IReadOnlyList<IntervalGroup> Groups() =>
    [
        .. _groups.Select(group => new IntervalGroup(group.Key, [.. group.Value.Select((values, i) => values ?? _nothing[i])])),
    ];

    /// <param name="blocks">Null: the interval is not kept.</param>
    private void Evaluate(Interval interval, Instant now, IReadOnlyList<ArchiveBlock>? blocks)
    {
        var number = _nothing.Count;
        _nothing.Add(_view.EvaluateNothing(interval, now, isKept: blocks is not null));
        if (blocks is null) return;
        var groups = _view.Evaluate(interval, now, blocks, archive.ToOf);
        if (_view.GroupCount > groupsMax) throw new TooManyGroupsException(_view.GroupCount, groupsMax);
        foreach (var (labels, values) in groups)
        {
            if (!_groups.TryGetValue(labels, out var known)) _groups.Add(labels, known = new KpiValue[]?[intervals.Count]);
            known[number] = values;
        }
    }
}
