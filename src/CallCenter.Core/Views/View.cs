using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Views;

/// <summary>The values of one group.</summary>
public readonly record struct GroupValues(string[] Labels, KpiValue[] Values);

/// <summary>A selector applied to rows: knows which rows each group adds up, and computes the values. Used by one loop only.</summary>
public sealed class View
{
    private readonly Selector _selector;
    private readonly SortedDictionary<string[], GroupRows> _groups = new(LabelOrder.Instance);
    private readonly GroupTally _tally = new();

    public View(Selector selector)
    {
        _selector = selector;
        if (selector.GroupBy.Count == 0) _groups.Add([], new GroupRows([]));
    }

    /// <summary>The first exception of a formula; its columns have no value.</summary>
    public Exception? Defect { get; private set; }

    public int GroupCount => _groups.Count;

    /// <summary>Adds a row to its group, if the selector selects it.</summary>
    public void Add(RowHistory row)
    {
        if (!_selector.Selects(row)) return;
        var labels = _selector.LabelsOf(row);
        if (!_groups.TryGetValue(labels, out var group)) _groups.Add(labels, group = new GroupRows(labels));
        group.Add(row);
    }

    /// <summary>Removes rows, and the groups that have none left.</summary>
    public void Remove(IReadOnlySet<RowHistory> gone)
    {
        var emptied = new List<string[]>();
        foreach (var (labels, group) in _groups)
        {
            if (group.Remove(gone) && _selector.GroupBy.Count > 0) emptied.Add(labels);
        }
        foreach (var labels in emptied) _groups.Remove(labels);
    }

    public WindowEdges EdgesAt(Instant now) => _selector.Window.EdgesAt(now);

    /// <summary>The values of all groups, ordered by their labels.</summary>
    public List<GroupValues> Evaluate(WindowEdges edges)
    {
        var values = new List<GroupValues>(_groups.Count);
        foreach (var group in _groups.Values) values.Add(new GroupValues(group.Labels, ValuesOf(_tally.Over(group, edges))));
        return values;
    }

    private KpiValue[] ValuesOf(GroupTally tally)
    {
        var columns = _selector.Columns;
        var values = new KpiValue[columns.Count];
        for (var i = 0; i < values.Length; i++) values[i] = ValueOf(columns[i], tally);
        return values;
    }

    // One bad column must not cost the others.
    private KpiValue ValueOf(Column column, GroupTally tally)
    {
        try
        {
            tally.HasOverflowed = false;
            var value = column.Variant.Evaluate(tally, column.Arguments);
            return tally.HasOverflowed ? KpiValue.NoValue(NoValueReason.OutOfRange) : value.InRange();
        }
        catch (Exception e)
        {
            Defect ??= e;
            return KpiValue.NoValue(NoValueReason.FormulaFailed);
        }
    }
}

/// <summary>Orders groups by their labels, first label first, by code point.</summary>
public sealed class LabelOrder : IComparer<string[]>
{
    public static readonly LabelOrder Instance = new();

    public int Compare(string[]? x, string[]? y)
    {
        for (var i = 0; i < x!.Length; i++)
        {
            var order = string.CompareOrdinal(x[i], y![i]);
            if (order != 0) return order;
        }
        return 0;
    }
}
