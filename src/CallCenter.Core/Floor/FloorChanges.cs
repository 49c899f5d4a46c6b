using CallCenter.Core.Log;

namespace CallCenter.Core.Floor;

/// <summary>Collects which things changed since the last commit, so that each is written once however often it changed.</summary>
internal sealed class FloorChanges
{
    private readonly Dictionary<FloorItemKey, object?> _changed = [];
    private readonly List<FloorItem> _drained = [];
    private readonly VarWriter _writer = new();

    public void Put(FloorItemKind kind, int handle, object thing) => _changed[new FloorItemKey(kind, handle)] = thing;

    public void Remove(FloorItemKind kind, int handle) => _changed[new FloorItemKey(kind, handle)] = null;

    /// <summary>Hands over the changes since the last call. The list is reused by the next call.</summary>
    public List<FloorItem> Drain()
    {
        _drained.Clear();
        foreach (var (key, thing) in _changed)
            _drained.Add(new FloorItem(key, thing is null ? null : FloorCodec.Encode(_writer, key.Kind, thing)));
        _changed.Clear();
        return _drained;
    }
}
