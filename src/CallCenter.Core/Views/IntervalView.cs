using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Storage;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Views;

/// <summary>An interval of a series, in seconds since 1970: [from, to).</summary>
public readonly record struct Interval(uint From, uint To);

/// <summary>
/// A selector applied to one interval after the other: to what is archived of it, and to the rows of the working history. Used by one
/// thread at a time.
/// </summary>
public sealed class IntervalView
{
    private readonly Selector _selector;
    private readonly ColumnPlan _plan;
    private readonly GroupTally _tally;
    private readonly Grouping _grouping;
    private readonly SpanCells _cells;
    private readonly LocalDays _days;
    private readonly List<(RowHistory Row, RowSet Set)> _rows = [];

    public IntervalView(Selector selector)
    {
        _selector = selector;
        _plan = new ColumnPlan(selector.Columns);
        _tally = new GroupTally(selector);
        _grouping = new Grouping(selector, new WatchedRows());
        _cells = new SpanCells(_grouping, selector.Kinds, [.. _plan.Measures]);
        _days = new LocalDays(selector.Zone);
    }

    /// <summary>The first exception of a formula; its columns have no value.</summary>
    public Exception? Defect => _plan.Defect;

    public int GroupCount => _grouping.GroupCount;

    /// <summary>Adds rows, those that are selected; until <see cref="ForgetRows"/>.</summary>
    public void AddRows(IEnumerable<RowHistory> rows)
    {
        foreach (var row in rows)
        {
            if (_grouping.FindSet(row.Source, row.Key) is not { } set) continue;
            set.Add(row);
            _rows.Add((row, set));
        }
    }

    /// <summary>The rows may change, or retire, from here on.</summary>
    public void ForgetRows()
    {
        foreach (var (_, set) in _rows)
        {
            set.Rows.Clear();
            set.Live.Clear();
        }
        _rows.Clear();
    }

    /// <summary>The values of all groups that are known so far, by their labels.</summary>
    /// <param name="archived">Blocks within the interval.</param>
    /// <param name="archivedTo">From when on the rows of a source have its counts, in seconds since 1970.</param>
    public List<GroupValues> Evaluate(
        Interval interval, Instant now, IReadOnlyList<ArchiveBlock> archived, Func<SourceId, uint> archivedTo)
    {
        var window = WindowOf(interval, now);
        Begin(window, interval, now, archived, archivedTo);
        return [.. _grouping.Groups.Select(group => new GroupValues(group.Labels, _plan.Evaluate(_tally.Over(group), known: null)))];
    }

    /// <summary>The values of a group of which nothing was counted.</summary>
    /// <param name="isKept">Whether the interval is kept; otherwise the values say that it is not.</param>
    public KpiValue[] EvaluateNothing(Interval interval, Instant now, bool isKept)
    {
        var window = WindowOf(interval, now);
        if (!isKept) window = window with { KeptFrom = Instant.Max(window.End, window.Start) };
        _tally.IsPast = !isKept || IsOver(interval, now);
        _tally.Begin(window, new RowReader(window, isPast: true));
        return _plan.Evaluate(_tally.Over(new ViewGroup([], 0)), known: null);
    }

    private void Begin(
        WindowSpans window, Interval interval, Instant now, IReadOnlyList<ArchiveBlock> archived, Func<SourceId, uint> archivedTo)
    {
        _tally.IsPast = IsOver(interval, now);
        if (archived.Count == 0 && _rows.TrueForAll(row => archivedTo(row.Row.Source) <= interval.From))
        {
            _tally.Begin(window, new RowReader(window, _tally.IsPast));
            return;
        }
        _cells.Begin(window.Spans[0], [.. _days.Of(window)]);
        foreach (var block in archived) _cells.Add(block);
        foreach (var (row, set) in _rows)
        {
            if (Math.Max(interval.From, archivedTo(row.Source)) is var from && from < interval.To) _cells.Add(row, set, from);
        }
        _tally.Begin(window, _cells);
    }

    private static bool IsOver(Interval interval, Instant now) => interval.To * 1000L <= now.UnixMs;

    // One that runs has what a source's clock puts ahead, as other windows that end now.
    private static WindowSpans WindowOf(Interval interval, Instant now)
    {
        var start = new Instant(interval.From * 1000L);
        var edges = IsOver(interval, now)
            ? WindowEdges.Between(start, new Instant(interval.To * 1000L), now)
            : WindowEdges.UntilNow(interval.From, Instant.Max(start, now));
        return new WindowSpans(start, edges.End, now, [edges]);
    }
}
