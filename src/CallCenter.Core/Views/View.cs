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
    private readonly GroupTally _tally;
    private readonly ColumnPlan _plan;

    public View(Selector selector)
    {
        _selector = selector;
        _plan = new ColumnPlan(selector.Columns);
        _tally = new GroupTally(selector);
        if (selector.GroupBy.Count == 0) _groups.Add([], new GroupRows([]));
        foreach (var label in selector.Choice.Idle) _groups.TryAdd([label], new GroupRows([label]));
    }

    /// <summary>The first exception of a formula; its columns have no value.</summary>
    public Exception? Defect => _plan.Defect;

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
        foreach (var rows in gone.Where(_selector.Selects).GroupBy(_selector.LabelsOf, SameLabels.Instance))
        {
            if (!_groups.TryGetValue(rows.Key, out var group)) continue;
            if (group.Remove(rows, gone) && !IsAlwaysShown(rows.Key)) _groups.Remove(rows.Key);
        }
    }

    private bool IsAlwaysShown(string[] labels) => labels.Length == 0 || (labels.Length == 1 && _selector.Choice.Idle.Contains(labels[0]));

    /// <summary>The time that counts, as far as it is kept.</summary>
    public WindowSpans WindowAt(Instant now) => _selector.Window.SpansAt(
        now, WindowSpans.OldestKept(now, _selector.Kept), _groups.Values.Select(group => group.All));

    /// <summary>The values of the shown groups, ordered by their labels.</summary>
    public List<GroupValues> Evaluate(WindowSpans window)
    {
        var values = new List<GroupValues>(_groups.Count);
        foreach (var group in _groups.Values) values.Add(new GroupValues(group.Labels, _plan.Evaluate(_tally.Over(group, window))));
        return _selector.Choice.Of(values);
    }
}

/// <summary>Orders groups by their labels, first label first, by the bytes of UTF-8.</summary>
public sealed class LabelOrder : IComparer<string[]>
{
    public static readonly LabelOrder Instance = new();

    public int Compare(string[]? x, string[]? y)
    {
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

/// <summary>Compares groups by their labels.</summary>
internal sealed class SameLabels : IEqualityComparer<string[]>
{
    public static readonly SameLabels Instance = new();

    public bool Equals(string[]? x, string[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(string[] labels)
    {
        var hash = new HashCode();
        foreach (var label in labels) hash.Add(label);
        return hash.ToHashCode();
    }
}
