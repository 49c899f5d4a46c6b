using System.Runtime.InteropServices;
using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Replicas;

/// <summary>A node's copy of one source: its rows over time, its floor, its committed sequence. Used by one thread at a time.</summary>
public sealed class SourceReplica(SourceId source, SeriesArena arena, ReplicaObserver observer)
{
    private readonly LiveItems _live = new();
    private readonly Dictionary<FloorItemKey, Held> _items = [];
    private readonly List<FloorItemKey> _goneSinceFold = [];
    private readonly SortedSet<int> _agents = [];
    private AgentLogins? _logins;

    public SourceId Id => source;
    public RowTable<RowHistory> Rows { get; } = new();

    /// <summary>The row of the feed itself; null before the first commit.</summary>
    public RowHistory? FeedRow { get; private set; }

    /// <summary>How many visits, agents and rows it has.</summary>
    public SourceSize Size { get; } = new();

    /// <summary>Stored parts of visits, agents and the source itself, remembered event ids included.</summary>
    public int ItemCount => _items.Count;

    public SourceStatus Status { get; private set; } = new();

    /// <summary>Everything live.</summary>
    public IEnumerable<FloorItem> Items => _items.Select(i => new FloorItem(i.Key, i.Value.Value));

    /// <summary>What a new owner of the source must know of its rows.</summary>
    public IEnumerable<KnownRow> KnownRows => Rows.All().Select(r => new KnownRow(r.Number, r.Thing.Key, r.Thing.NewestSlot));

    /// <summary>The agents from a handle on, ascending.</summary>
    public IEnumerable<AgentItems> AgentsFrom(int handle) => _agents.GetViewBetween(handle, int.MaxValue).Select(ItemsOf);

    /// <summary>The row that stored counts or something live are of; null when it has retired.</summary>
    /// <exception cref="StoredFormException">There never was such a row.</exception>
    public RowHistory? Find(int number)
        => number < Rows.End ? Rows.Find(number) : throw new StoredFormException($"row {number} of source '{source}' is not stored");

    /// <summary>Adds the new rows of a commit, which follow on the known ones.</summary>
    public void AddRows(int first, IReadOnlyList<RowKey> keys)
    {
        if (first > Rows.End) throw new StoredFormException($"rows {Rows.End} to {first - 1} of source '{source}' are missing");
        for (var i = 0; i < keys.Count; i++) AddRow(first + i, keys[i]);
    }

    /// <summary>Adds a row. One that is known already must be the same.</summary>
    public void AddRow(int number, RowKey key)
    {
        if (Rows.Find(number) is { } known)
        {
            if (known.Key != key) throw new StoredFormException($"row {number} of source '{source}' has two keys");
            return;
        }
        var row = new RowHistory(source, key, arena) { Logins = _logins ??= new AgentLogins(this) };
        Rows.Add(number, row);
        Size.AddRows(1);
        if (row.Key.Kind == RowKind.Source) FeedRow = row;
        observer.Added(row);
    }

    /// <summary>Forgets rows that the source will not use again.</summary>
    public void RetireRows(IReadOnlyList<int> numbers)
    {
        if (numbers.Count == 0) return;
        var gone = new HashSet<RowHistory>();
        foreach (var number in numbers)
        {
            if (Rows.Remove(number) is { } row) gone.Add(row);
        }
        Size.AddRows(-gone.Count);
        observer.Removed(gone);
        foreach (var row in gone) row.Free();
    }

    /// <summary>Applies an item that a commit changed.</summary>
    public void Put(FloorItem item) => Put(item, isFolded: false);

    /// <summary>Applies an item of the store's image.</summary>
    public void Restore(FloorItem item) => Put(item, isFolded: true);

    /// <summary>Hands over the items changed since the last call, or all; an item that came and went in between is not in it.</summary>
    public List<FloorItem> TakeChangedItems(bool all)
    {
        var changed = _goneSinceFold.ConvertAll(key => new FloorItem(key, null));
        _goneSinceFold.Clear();
        foreach (var (key, held) in _items)
        {
            if (!held.IsChanged && !all) continue;
            changed.Add(new FloorItem(key, held.Value));
            CollectionsMarshal.GetValueRefOrNullRef(_items, key) = new Held(held.Value, IsChanged: false, IsFolded: true);
        }
        return changed;
    }

    /// <summary>Gives back what was taken and not stored.</summary>
    public void GiveBack(IEnumerable<FloorItem> items)
    {
        foreach (var item in items)
        {
            ref var held = ref CollectionsMarshal.GetValueRefOrNullRef(_items, item.Key);
            if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref held)) _goneSinceFold.Add(item.Key);
            else held = held with { IsChanged = true };
        }
    }

    private void Put(FloorItem item, bool isFolded)
    {
        Store(item, isFolded);
        if (item.Key.Kind == FloorItemKind.Source && item.Value is { } status) Status = SourceStatusCodec.Read(status);
        foreach (var change in _live.Apply(item))
        {
            if (Find(change.Entry.Row) is not { } row) continue;
            row.Apply(change);
            observer.Changes?.LiveChanged(row);
        }
    }

    /// <summary>The value of an agent's <see cref="FloorItemKind.AgentLive"/>; null when there is no such agent.</summary>
    internal byte[]? LiveAgent(int handle) => ValueOf(FloorItemKind.AgentLive, handle);

    internal byte[]? ClockOfAgent(int handle) => ValueOf(FloorItemKind.AgentClock, handle);

    private AgentItems ItemsOf(int agent) => new(
        agent, ValueOf(FloorItemKind.AgentFixed, agent)!, ValueOf(FloorItemKind.AgentLive, agent)!,
        ValueOf(FloorItemKind.AgentClock, agent));

    private byte[]? ValueOf(FloorItemKind kind, int handle)
        => _items.TryGetValue(new FloorItemKey(kind, handle), out var held) ? held.Value : null;

    private void Store(FloorItem item, bool isFolded)
    {
        if (item.Key.Kind == FloorItemKind.AgentFixed) NoteAgent(item);
        if (item.Value is { } value)
        {
            ref var held = ref CollectionsMarshal.GetValueRefOrAddDefault(_items, item.Key, out var isKnown);
            held = new Held(value, !isFolded, isFolded || held.IsFolded);
            if (!isKnown) Size.AddItems(item.Key.Kind, 1);
        }
        else if (_items.Remove(item.Key, out var gone))
        {
            if (gone.IsFolded) _goneSinceFold.Add(item.Key);
            Size.AddItems(item.Key.Kind, -1);
        }
    }

    private void NoteAgent(FloorItem item)
    {
        if (item.Value is null ? _agents.Remove(item.Key.Handle) : _agents.Add(item.Key.Handle)) _logins?.Forget();
    }

    /// <param name="IsChanged">Since the last fold.</param>
    /// <param name="IsFolded">The store's fold may hold it, so its end must be told.</param>
    private readonly record struct Held(byte[] Value, bool IsChanged, bool IsFolded);
}
