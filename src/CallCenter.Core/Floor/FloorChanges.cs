using CallCenter.Core.Encoding;
using CallCenter.Core.Log;

namespace CallCenter.Core.Floor;

/// <summary>Collects which things changed since the last commit, so that each is written once however often it changed.</summary>
internal sealed class FloorChanges
{
    private readonly Dictionary<FloorItemKey, object?> _changed = [];
    private readonly List<FloorItem> _drained = [];
    private readonly VarWriter _writer = new();

    // Handles of visits whose waiting is stored; see FloorItemKind.Waiting.
    private readonly HashSet<int> _waiting = [];

    public void Put(FloorItemKind kind, int handle, object thing) => _changed[new FloorItemKey(kind, handle)] = thing;

    public void Remove(FloorItemKind kind, int handle) => _changed[new FloorItemKey(kind, handle)] = null;

    public void RestoreWaiting(int visit) => _waiting.Add(visit);

    /// <summary>Hands over the changes since the last call. The list is reused by the next call.</summary>
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
