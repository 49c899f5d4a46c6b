using CallCenter.Core.Encoding;
using CallCenter.Core.Log;

namespace CallCenter.Core.Floor;

/// <summary>Collects which things changed since the last commit, so that each is written once however often it changed. The changes of an
/// event count only when they are accepted. Used by one thread at a time.</summary>
internal sealed class FloorChanges
{
    private readonly List<KeyValuePair<FloorItemKey, object?>> _staged = [];
    private readonly Dictionary<FloorItemKey, object?> _changed = [];
    private readonly List<FloorItem> _drained = [];
    private readonly VarWriter _writer = new();

    // Handles of visits whose waiting is stored; see FloorItemKind.Waiting.
    private readonly HashSet<int> _waiting = [];

    public void Put(FloorItemKind kind, int handle, object thing) => _staged.Add(new(new FloorItemKey(kind, handle), thing));

    public void Remove(FloorItemKind kind, int handle) => _staged.Add(new(new FloorItemKey(kind, handle), null));

    public void RestoreWaiting(int visit) => _waiting.Add(visit);

    /// <summary>Keeps the changes of an event.</summary>
    public void Accept()
    {
        foreach (var (key, thing) in _staged) _changed[key] = thing;
        _staged.Clear();
    }

    /// <summary>Forgets the changes of an event that failed.</summary>
    public void Discard() => _staged.Clear();

    /// <summary>Hands over the accepted changes since the last call. The list is reused by the next call.</summary>
    public List<FloorItem> Drain(int format)
    {
        _drained.Clear();
        foreach (var (key, thing) in _changed)
        {
            _drained.Add(new FloorItem(key, thing is null ? null : FloorCodec.Encode(_writer, key.Kind, thing, format)));
            if (key.Kind == FloorItemKind.VisitLive) AddWaiting(key.Handle, (Visit?)thing, format);
        }
        _changed.Clear();
        return _drained;
    }

    // Format 1 has no items of this kind: its readers derive them from the visit.
    private void AddWaiting(int handle, Visit? visit, int format)
    {
        var waits = visit is { State: VisitState.Waiting, Excluded: false };
        var hasChanged = waits ? _waiting.Add(handle) : _waiting.Remove(handle);
        if (!hasChanged || format == 1) return;
        _drained.Add(new FloorItem(
            new FloorItemKey(FloorItemKind.Waiting, handle), waits ? new WaitingItem(visit!.QueueRow, visit.QueuedAt).ToArray() : null));
    }
}
