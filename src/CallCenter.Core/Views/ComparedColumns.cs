using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Views;

/// <summary>
/// The columns of a selector that compare with one other window. Their values change when the edges of that window do, once a minute at
/// most, or when the group's rows do. Used by one thread at a time.
/// </summary>
internal sealed class ComparedColumns
{
    private readonly Selector _selector;
    private readonly Window _window;
    private readonly int[] _places;
    private readonly ColumnPlan _plan;
    private readonly GroupTally _tally;
    private WindowEdges[] _spans = [];

    public ComparedColumns(Selector selector, Comparison comparison)
    {
        _selector = selector;
        _window = ComparedWindow.ToCompare(selector.Window, comparison, selector.Zone)
            ?? throw new ArgumentException($"{selector.Window} cannot be compared.", nameof(selector));
        _places = [.. Enumerable.Range(0, selector.Columns.Count).Where(i => selector.Columns[i].Comparison == comparison)];
        _plan = new ColumnPlan([.. _places.Select(i => selector.Columns[i])]);
        _tally = new GroupTally(selector) { IsPast = true };
    }

    public Exception? Defect => _plan.Defect;

    public static List<ComparedColumns> Of(Selector selector) =>
    [
        .. selector.Columns.Where(column => !column.IsOfPeers).Select(column => column.Comparison).OfType<Comparison>().Distinct()
            .Select(comparison => new ComparedColumns(selector, comparison)),
    ];

    /// <summary>Sets the moment.</summary>
    /// <returns>Whether the window has other edges than before.</returns>
    public bool MoveTo(Instant now)
    {
        var window = _window.SpansAt(now, WindowSpans.OldestKept(now, _selector.Kept), []);
        _tally.Begin(window, new RowReader(window, isPast: true));
        if (_spans.AsSpan().SequenceEqual(window.Spans)) return false;
        _spans = window.Spans;
        return true;
    }

    /// <summary>Puts the values of a group into those of all columns.</summary>
    public void Evaluate(ViewGroup group, KpiValue[] values)
    {
        var own = _plan.Evaluate(_tally.Over(group), known: null);
        for (var i = 0; i < _places.Length; i++) values[_places[i]] = own[i];
    }
}
