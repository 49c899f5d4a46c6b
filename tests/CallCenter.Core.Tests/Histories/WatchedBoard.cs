using CallCenter.Core.Replicas;
using CallCenter.Core.Views;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Histories;

/// <summary>The rows of a replica and the views that watch them, as a node has them.</summary>
internal sealed class WatchedBoard
{
    private readonly WatchedRows _rows = new();
    private readonly List<View> _views = [];
    private ReplicaObserver? _observer;
    private bool _isShown;

    public IEnumerable<RowHistory> Rows => _rows.All;

    /// <summary>For a replica that is about to be loaded, and shown when it is.</summary>
    public ReplicaObserver Observer()
    {
        _isShown = false;
        return _observer = new ReplicaObserver(row => Shown(() => Add(row)), gone => Shown(() => Remove(gone)));
    }

    public void Show(ShardReplica replica)
    {
        foreach (var (_, row) in replica.Sources.Values.SelectMany(source => source.Rows.All())) Add(row);
        _isShown = true;
        _observer!.Changes = _rows;
    }

    public void Clear() => Remove(_rows.All.ToHashSet());

    public View Watch(Selector selector)
    {
        _rows.IsRead = true;
        var view = new View(selector, GroupingOf(selector), isKept: true);
        _views.Add(view);
        return view;
    }

    public Grouping GroupingOf(Selector selector)
    {
        var grouping = new Grouping(selector, _rows);
        foreach (var row in _rows.All) grouping.Add(row);
        return grouping;
    }

    private void Shown(Action change)
    {
        if (_isShown) change();
    }

    private void Add(RowHistory row)
    {
        _rows.Add(row);
        foreach (var view in _views) view.Grouping.Add(row);
    }

    private void Remove(IReadOnlySet<RowHistory> gone)
    {
        foreach (var view in _views) view.Grouping.Remove(gone);
        foreach (var row in gone) _rows.Remove(row);
    }
}
