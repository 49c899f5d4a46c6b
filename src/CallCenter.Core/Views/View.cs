using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Views;

/// <summary>The values of one group.</summary>
public readonly record struct GroupValues(string[] Labels, KpiValue[] Values);

/// <summary>The values of the shown groups of a view, valid until its next evaluation.</summary>
/// <param name="Groups">Ordered by their labels. Of a group that has not changed since the last evaluation, the same array of
/// values.</param>
/// <param name="Changed">Indexes of the groups with other values than at the last evaluation, in no order; null: there may be other
/// groups.</param>
public readonly record struct ViewValues(List<GroupValues> Groups, IReadOnlyList<int>? Changed);

/// <summary>
/// A selector applied to rows. Over a window that ends now it keeps running counts, and computes only the groups whose values may have
/// changed; over other windows it reads the rows each time. Used by one loop only.
/// </summary>
public sealed class View
{
    private readonly Selector _selector;
    private readonly GroupTally _tally;
    private readonly ColumnPlan _plan;
    private readonly int[] _places; // Of the columns of the plan.
    private readonly List<ComparedColumns> _compared;
    private readonly PeerColumns? _peers;
    private readonly GroupCells? _cells;
    private readonly List<GroupValues> _values = [];
    private readonly List<int> _changed = [];
    private readonly List<ViewGroup> _moving = []; // Those whose values change as time passes.
    private ShownGroup[] _shown = []; // By the number of the group.
    private long _version = -1;

    /// <param name="isKept">Whether it is evaluated again and again, so that running counts are worth their making.</param>
    public View(Selector selector, Grouping grouping, bool isKept)
    {
        (_selector, Grouping) = (selector, grouping);
        _places = [.. Enumerable.Range(0, selector.Columns.Count).Where(i => selector.Columns[i].Comparison is null)];
        _plan = new ColumnPlan([.. _places.Select(i => selector.Columns[i])]);
        _compared = ComparedColumns.Of(selector);
        _peers = PeerColumns.Of(selector);
        _tally = new GroupTally(selector);
        if (isKept) _cells = new GroupCells(grouping, [.. _plan.Measures]);
    }

    /// <summary>The first exception of a formula; its columns have no value.</summary>
    public Exception? Defect => _plan.Defect ?? _compared.Select(columns => columns.Defect).FirstOrDefault(defect => defect is not null);

    public Grouping Grouping { get; }

    public int GroupCount => Grouping.GroupCount;

    /// <summary>The time that counts, as far as it is kept.</summary>
    public WindowSpans WindowAt(Instant now) => _selector.Window.SpansAt(
        now, WindowSpans.OldestKept(now, _selector.Kept), Grouping.Groups.Select(group => group.All));

    /// <summary>Computes the values of the shown groups.</summary>
    public ViewValues Evaluate(WindowSpans window)
    {
        _changed.Clear();
        var isWhole = _version != Grouping.Version;
        var hasMoved = false;
        foreach (var columns in _compared) hasMoved |= columns.MoveTo(window.Now);
        isWhole |= hasMoved;
        if (IsOpen(window) && _cells is not null && _cells.MoveTo(window.Spans[0], window.Now))
        {
            _tally.Begin(window, _cells);
            EvaluateChanged(_cells, isWhole, hasMoved);
        }
        else
        {
            _cells?.Drop();
            _tally.Begin(window, new RowReader(window));
            isWhole = true;
            foreach (var group in Begin()) Evaluate(group, cells: null);
        }
        _version = Grouping.Version;
        if (isWhole || _changed.Count > 0) RankPeers(isWhole);
        return _selector.Choice is { OnlyActive: false, Top: null }
            ? new ViewValues(_values, isWhole ? null : _changed)
            : new ViewValues(_selector.Choice.Of([.. _values], column => !_selector.Columns[column].IsOfPeers), null);
    }

    // A group's place changes with the values of others.
    private void RankPeers(bool isWhole)
    {
        if (_peers is null) return;
        var known = isWhole ? [] : _changed.ToHashSet();
        _peers.Evaluate(_values, index =>
        {
            if (!isWhole && known.Add(index)) _changed.Add(index);
        });
    }

    /// <summary>The view will not be evaluated any more.</summary>
    public void Close() => _cells?.Drop();

    // Counts that are running know one span that ends now, the same for all rows.
    private static bool IsOpen(WindowSpans window)
        => window is { IsKept: true, IsOfAgents: false, OfRow: null, Spans: [{ To: uint.MaxValue }] };

    /// <param name="hasMoved">Whether all groups may have other values.</param>
    private void EvaluateChanged(GroupCells cells, bool isWhole, bool hasMoved)
    {
        var moving = _moving.ToArray();
        _moving.Clear();
        if (isWhole)
        {
            foreach (var group in Begin())
            {
                if (!hasMoved && _shown[group.Number] is { } shown && shown.Group == group && !shown.Moves && !cells.IsChanged(group))
                    _values.Add(new GroupValues(group.Labels, shown.Values));
                else Evaluate(group, cells);
            }
        }
        else
        {
            foreach (var group in cells.Changed) Evaluate(group, cells);
            foreach (var group in moving)
            {
                if (!cells.IsChanged(group)) Evaluate(group, cells);
            }
        }
        cells.ResetChanged();
    }

    private List<ViewGroup> Begin()
    {
        _values.Clear();
        _moving.Clear();
        if (_shown.Length < Grouping.GroupsEnd) Array.Resize(ref _shown, Grouping.GroupsEnd + Grouping.GroupsEnd / 2);
        return Grouping.Groups;
    }

    // In the order of the groups when all are evaluated.
    private void Evaluate(ViewGroup group, GroupCells? cells)
    {
        ref var shown = ref _shown[group.Number];
        var known = shown.Group == group ? shown.Values : null;
        cells?.Moves = false;
        var values = ValuesOf(group, known);
        shown = new ShownGroup(group, values, cells is null || cells.Moves || _tally.Moves);
        if (shown.Moves && cells is not null) _moving.Add(group);
        if (group.Index == _values.Count) _values.Add(new GroupValues(group.Labels, values));
        else if (values != known) Replace(group, values);
    }

    // The known ones, if all are the same.
    private KpiValue[] ValuesOf(ViewGroup group, KpiValue[]? known)
    {
        if (_places.Length == _selector.Columns.Count) return _plan.Evaluate(_tally.Over(group), known);
        var values = new KpiValue[_selector.Columns.Count];
        var own = _plan.Evaluate(_tally.Over(group), known: null);
        for (var i = 0; i < _places.Length; i++) values[_places[i]] = own[i];
        foreach (var columns in _compared) columns.Evaluate(group, values);
        return known is not null && values.AsSpan().SequenceEqual(known) ? known : values;
    }

    private void Replace(ViewGroup group, KpiValue[] values)
    {
        _values[group.Index] = new GroupValues(group.Labels, values);
        _changed.Add(group.Index);
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
