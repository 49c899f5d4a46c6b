using CallCenter.Core.Encoding;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Log;

/// <summary>Tracks in which lists the visits and contacts of a source are, from the heads of their stored items. Used by one thread at a
/// time.</summary>
public sealed class LiveItems
{
    private readonly Dictionary<int, Instant> _queuedAt = [];
    private readonly Dictionary<FloorItemKey, Entries> _entries = [];
    private readonly List<ListChange> _changes = [];

    /// <summary>Applies a changed item; returns what came to a list or left one. The list is reused by the next call.</summary>
    public IReadOnlyList<ListChange> Apply(FloorItem item)
    {
        var (key, value) = item;
        _changes.Clear();
        switch (key.Kind)
        {
            case FloorItemKind.VisitFixed when value is not null:
                var r = new VarReader(value);
                _queuedAt.TryAdd(key.Handle, VisitFixedHead.Read(ref r));
                break;
            case FloorItemKind.VisitFixed:
                _queuedAt.Remove(key.Handle);
                break;
            case FloorItemKind.VisitLive:
                Replace(key, value is null ? default : OfVisit(key.Handle, value));
                break;
            case FloorItemKind.OpenContact:
                Replace(key, value is null ? default : OfContact(value));
                break;
        }
        return _changes;
    }

    private Entries OfVisit(int visit, ReadOnlySpan<byte> value)
    {
        if (!_queuedAt.TryGetValue(visit, out var queuedAt)) throw new StoredFormException($"visit {visit} has no beginning");
        var r = new VarReader(value);
        var head = VisitLiveHead.Read(ref r, out var format);
        ListEntry? unanswered = head.AwaitsResponse ? new ListEntry(LiveList.Unanswered, head.Row, queuedAt) : null;
        if (head.Waits) return new Entries(new ListEntry(LiveList.Waiting, head.Row, queuedAt), unanswered);
        return new Entries(head.IsConnected ? VisitConversationHead.Read(ref r, queuedAt, format) : null, unanswered);
    }

    private static Entries OfContact(ReadOnlySpan<byte> value)
    {
        var r = new VarReader(value);
        var head = OpenContactHead.Read(ref r);
        return new Entries(
            new ListEntry(LiveList.OpenContacts, head.Row, head.OpenedAt),
            head.UnansweredSince is { } since ? new ListEntry(LiveList.UnansweredContacts, head.Row, since) : null);
    }

    private void Replace(FloorItemKey key, Entries after)
    {
        _entries.TryGetValue(key, out var before);
        if (before == after) return;
        if (after == default) _entries.Remove(key);
        else _entries[key] = after;
        Move(key.Handle, before.First, after.First);
        Move(key.Handle, before.Second, after.Second);
    }

    private void Move(int handle, ListEntry? before, ListEntry? after)
    {
        if (before == after) return;
        if (before is { } left) _changes.Add(new ListChange(left, handle, IsIn: false));
        if (after is { } entered) _changes.Add(new ListChange(entered, handle, IsIn: true));
    }

    // A visit waits or is connected, and lacks a response or not.
    private readonly record struct Entries(ListEntry? First, ListEntry? Second);
}
