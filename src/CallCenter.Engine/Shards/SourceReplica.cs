using System.Runtime.InteropServices;
using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

namespace CallCenter.Engine.Shards;

/// <summary>What this node knows of one source: its rows over time, what is live, how far it is counted. Used by the board's loop
/// only.</summary>
internal sealed class SourceReplica(SourceId source, SeriesArena arena, Action<RowHistory> rowAdded)
{
    private readonly WaitingVisits _waiting = new();
    private readonly Dictionary<FloorItemKey, Held> _items = [];
    private readonly List<FloorItemKey> _goneSinceFold = [];

    public SourceId Id => source;
    public List<RowHistory> Rows { get; } = [];
    /// <summary>The row of the feed itself; null before the first commit.</summary>
    public RowHistory? FeedRow { get; private set; }

    public SourceStatus Status { get; private set; } = new();
    public Sequence Committed { get; set; }

    /// <summary>Everything live.</summary>
    public IEnumerable<FloorItem> Items => _items.Select(i => new FloorItem(i.Key, i.Value.Value));

    /// <summary>Adds rows. Those known already (a replayed entry) must be the same.</summary>
    public void AddRows(int first, IReadOnlyList<RowKey> keys)
    {
        if (first > Rows.Count) throw new StoredFormException($"rows {Rows.Count} to {first - 1} of source '{source}' are missing");
        for (var i = 0; i < keys.Count; i++)
        {
            if (first + i < Rows.Count)
            {
                if (Rows[first + i].Key != keys[i]) throw new StoredFormException($"row {first + i} of source '{source}' has two keys");
                continue;
            }
            var row = new RowHistory(source, keys[i], arena);
            Rows.Add(row);
            if (row.Key.Kind == RowKind.Source) FeedRow = row;
            rowAdded(row);
        }
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
        if (_waiting.Apply(item) is not { } change) return;
        if (change.Row >= Rows.Count) throw new StoredFormException(
            $"a waiting visit of source '{source}' has row {change.Row}, which is missing");
        Rows[change.Row].Apply(change);
    }

    private void Store(FloorItem item, bool isFolded)
    {
        if (item.Value is { } value)
        {
            ref var held = ref CollectionsMarshal.GetValueRefOrAddDefault(_items, item.Key, out _);
            held = new Held(value, !isFolded, isFolded || held.IsFolded);
        }
        else if (_items.Remove(item.Key, out var gone) && gone.IsFolded)
        {
            _goneSinceFold.Add(item.Key);
        }
    }

    /// <param name="IsChanged">Since the last fold.</param>
    /// <param name="IsFolded">The store's fold may hold it, so its end must be told.</param>
    private readonly record struct Held(byte[] Value, bool IsChanged, bool IsFolded);
}
