using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Views;

/// <summary>The values of one group.</summary>
public readonly record struct GroupValues(string[] Labels, KpiValue[] Values);

/// <summary>
/// A selector applied to rows. Over a window that ends now it keeps running counts, and computes only the groups whose values may have
/// changed; over other windows it reads the rows each time. Used by one loop only.
/// </summary>
public sealed class View
{
    private readonly Selector _selector;
    private readonly GroupTally _tally;
    private readonly ColumnPlan _plan;
    private readonly GroupCells? _cells;
    private ShownGroup[] _shown = [];

    /// <param name="isKept">Whether it is evaluated again and again, so that running counts are worth their making.</param>
    public View(Selector selector, Grouping grouping, bool isKept)
    {
        (_selector, Grouping) = (selector, grouping);
        _plan = new ColumnPlan(selector.Columns);
        _tally = new GroupTally(selector);
        if (isKept) _cells = new GroupCells(grouping, [.. _plan.Measures]);
    }

    /// <summary>The first exception of a formula; its columns have no value.</summary>
    public Exception? Defect => _plan.Defect;

    public Grouping Grouping { get; }

    public int GroupCount => Grouping.GroupCount;

    /// <summary>The time that counts, as far as it is kept.</summary>
    public WindowSpans WindowAt(Instant now) => _selector.Window.SpansAt(
        now, WindowSpans.OldestKept(now, _selector.Kept), Grouping.Groups.Select(group => group.All));

    /// <summary>The values of the shown groups, ordered by their labels. Those of a group that has not changed are the same
    /// array.</summary>
    public List<GroupValues> Evaluate(WindowSpans window)
    {
        if (_shown.Length < Grouping.GroupsEnd) Array.Resize(ref _shown, Grouping.GroupsEnd + Grouping.GroupsEnd / 2);
        var values = new List<GroupValues>(GroupCount);
        if (IsOpen(window) && _cells is not null && _cells.MoveTo(window.Spans[0], window.Now)) EvaluateChanged(window, _cells, values);
        else EvaluateAll(window, values);
        return _selector.Choice.Of(values);
    }

    /// <summary>The view will not be evaluated any more.</summary>
    public void Close() => _cells?.Drop();

    // Counts that are running know one span that ends now, the same for all rows.
    private static bool IsOpen(WindowSpans window)
        => window is { IsKept: true, IsOfAgents: false, OfRow: null, Spans: [{ To: uint.MaxValue }] };

    private void EvaluateChanged(WindowSpans window, GroupCells cells, List<GroupValues> values)
    {
        _tally.Begin(window, cells);
        foreach (var group in Grouping.Groups)
        {
            ref var shown = ref _shown[group.Number];
            if (shown.Group != group || shown.Moves || cells.IsChanged(group))
            {
                cells.Moves = false;
                var known = shown.Group == group ? shown.Values : null;
                var now = _plan.Evaluate(_tally.Over(group), known);
                shown = new ShownGroup(group, now, cells.Moves || _tally.Moves);
                cells.ResetChanged(group);
            }
            values.Add(new GroupValues(group.Labels, shown.Values));
        }
    }

    private void EvaluateAll(WindowSpans window, List<GroupValues> values)
    {
        _cells?.Drop();
        _tally.Begin(window, new RowReader(window));
        foreach (var group in Grouping.Groups)
        {
            ref var shown = ref _shown[group.Number];
            shown = new ShownGroup(group, _plan.Evaluate(_tally.Over(group), shown.Group == group ? shown.Values : null), Moves: true);
            values.Add(new GroupValues(group.Labels, shown.Values));
        }
    }

    /// <param name="Moves">Whether the values change as time passes.</param>
    private readonly record struct ShownGroup(ViewGroup? Group, KpiValue[] Values, bool Moves);
}

/// <summary>Orders groups by their labels, first label first, by the bytes of UTF-8.</summary>
public sealed class LabelOrder : IComparer<string[]>
{
    public static readonly LabelOrder Instance = new();

    public int Compare(string[]? x, string[]? y)
    {
        if (ReferenceEquals(x, y)) return 0;
        for (var i = 0; i < x!.Length; i++)
        {
            var order = Compare(x[i], y![i]);
            if (order != 0) return order;
        }
        return 0;
    }

    private static int Compare(string x, string y)
    {
        var at = x.AsSpan().CommonPrefixLength(y);
        return at == x.Length || at == y.Length ? x.Length - y.Length : Rank(x[at]) - Rank(y[at]);
    }

    // UTF-8 orders by code point: a surrogate stands for one beyond all that a single unit of UTF-16 holds.
    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + char.MaxValue : unit;
}
