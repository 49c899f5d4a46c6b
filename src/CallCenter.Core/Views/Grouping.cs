using CallCenter.Core.Identity;
using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Views;

/// <summary>
/// Which rows each group of a selector adds up. Views that differ only by their columns or window share one. Used by one loop only.
/// </summary>
public sealed class Grouping
{
    private readonly Selector _selector;
    private readonly SortedDictionary<string[], ViewGroup> _groups = new(LabelOrder.Instance);
    private readonly List<GroupCells> _readers = [];
    private readonly Numbers _groupNumbers = new();
    private readonly Numbers _setNumbers = new();
    private RowSet?[] _setByPlace = [];
    private List<ViewGroup>? _ordered;

    /// <param name="selector">Any of those with the same <see cref="Selector.GroupingKey"/>.</param>
    public Grouping(Selector selector, WatchedRows rows)
    {
        (_selector, Rows) = (selector, rows);
        if (selector.GroupBy.Count == 0) GroupOf([]);
        foreach (var label in selector.Choice.Idle) GroupOf([label]);
        rows.LiveListChanged += LiveChanged;
    }

    /// <summary>The rows of the board.</summary>
    public WatchedRows Rows { get; }

    public int GroupCount => _groups.Count;

    /// <summary>The groups by their labels.</summary>
    internal List<ViewGroup> Groups => _ordered ??= Order();

    /// <summary>Grows with each group that comes or goes.</summary>
    internal long Version { get; private set; }

    /// <summary>One more than the largest number of a set.</summary>
    internal int SetsEnd => _setNumbers.End;

    /// <summary>One more than the largest number of a group.</summary>
    internal int GroupsEnd => _groupNumbers.End;

    /// <summary>No view reads it any more.</summary>
    public void Close() => Rows.LiveListChanged -= LiveChanged;

    /// <summary>Adds a row of the board to its group, if it is selected.</summary>
    public void Add(RowHistory row)
    {
        if (FindSet(row.Source, row.Key) is not { } set) return;
        set.Add(row);
        if (row.Place >= _setByPlace.Length) Array.Resize(ref _setByPlace, Math.Max(row.Place + 1, 2 * _setByPlace.Length));
        _setByPlace[row.Place] = set;
        foreach (var reader in _readers) reader.Add(row, set);
    }

    /// <summary>Removes rows that the board still has and will forget, and the groups that have none left.</summary>
    public void Remove(IReadOnlySet<RowHistory> gone)
    {
        var changed = new HashSet<RowSet>();
        foreach (var row in gone)
        {
            if (SetOf(row.Place) is not { } set) continue;
            foreach (var reader in _readers) reader.Remove(row, set);
            _setByPlace[row.Place] = null;
            changed.Add(set);
        }
        foreach (var set in changed)
        {
            if (set.Remove(gone)) Forget(set);
        }
    }

    /// <summary>The set for rows of a key, made if there is none; null: it is not selected.</summary>
    internal RowSet? FindSet(SourceId source, RowKey key)
        => _selector.Selects(key, source) ? SetFor(source, key, GroupOf(_selector.LabelsOf(key, source))) : null;

    /// <summary>The set that has the row at a place; null: it is not selected.</summary>
    internal RowSet? SetOf(int place) => place < _setByPlace.Length ? _setByPlace[place] : null;

    internal void Attach(GroupCells reader) => _readers.Add(reader);

    internal void Detach(GroupCells reader) => _readers.Remove(reader);

    private ViewGroup GroupOf(string[] labels)
    {
        if (_groups.TryGetValue(labels, out var group)) return group;
        _groups.Add(labels, group = new ViewGroup(labels, _groupNumbers.Next()));
        Changed();
        return group;
    }

    private void Changed()
    {
        _ordered = null;
        Version++;
    }

    private List<ViewGroup> Order()
    {
        List<ViewGroup> ordered = [.. _groups.Values];
        for (var i = 0; i < ordered.Count; i++) ordered[i].Index = i;
        return ordered;
    }

    private void LiveChanged(RowHistory row) => SetOf(row.Place)?.LiveChanged(row);

    private RowSet SetFor(SourceId source, RowKey key, ViewGroup group)
    {
        if (key.Kind is not (RowKind.Agent or RowKind.Member)) return group.Additive ??= new RowSet(group, _setNumbers.Next(), null);
        // The same id at two sources is two people.
        var agent = group.AgentOf($"{source.StoredKey}\n{key.Agent}");
        if (agent.Find(key.Queue) is { } known) return known;
        var set = new RowSet(group, _setNumbers.Next(), agent);
        agent.Add(key.Queue, set);
        return set;
    }

    private void Forget(RowSet set)
    {
        set.Group.Remove(set);
        _setNumbers.Free(set.Number);
        foreach (var reader in _readers) reader.Forget(set);
        if (!set.Group.IsEmpty || IsAlwaysShown(set.Group.Labels)) return;
        _groups.Remove(set.Group.Labels);
        _groupNumbers.Free(set.Group.Number);
        Changed();
    }

    private bool IsAlwaysShown(string[] labels) => labels.Length == 0 || (labels.Length == 1 && _selector.Choice.Idle.Contains(labels[0]));

    /// <summary>Numbers from 0 that are used again.</summary>
    private sealed class Numbers
    {
        private readonly Stack<int> _free = [];

        public int End { get; private set; }

        public int Next() => _free.TryPop(out var number) ? number : End++;

        public void Free(int number) => _free.Push(number);
    }
}
