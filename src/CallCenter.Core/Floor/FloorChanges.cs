using CallCenter.Core.Encoding;
using CallCenter.Core.Log;

namespace CallCenter.Core.Floor;

/// <summary>Collects which things changed since the last commit, so that each is written once however often it changed. A thing whose
/// change was undone is written as it is. Used by one thread at a time.</summary>
internal sealed class FloorChanges
{
    // Entries are never removed one by one: the items are in the order of the things' first changes.
    private readonly Dictionary<FloorItemKey, object?> _changed = [];
    private readonly List<FloorItem> _drained = [];
    private readonly List<(FloorItemKey, object)> _later = []; // What the format of this commit has elsewhere; the next one may not.
    private readonly VarWriter _writer = new();

    public void Put(FloorItemKind kind, int handle, object thing) => _changed[new FloorItemKey(kind, handle)] = thing;

    public void Remove(FloorItemKind kind, int handle) => _changed[new FloorItemKey(kind, handle)] = null;

    /// <summary>The numbers of changed things of a kind, those that are gone included.</summary>
    public IEnumerable<int> Handles(FloorItemKind kind) => _changed.Keys.Where(key => key.Kind == kind).Select(key => key.Handle);

    /// <summary>Hands over the changes since the last call. The list is reused by the next call.</summary>
    public List<FloorItem> Drain(int format)
    {
        _drained.Clear();
        foreach (var (key, thing) in _changed)
        {
            if (format == StoredFormat.Oldest && !IsOfOldest(key.Kind))
            {
                if (key.Kind == FloorItemKind.VisitCounted && thing is not null) _later.Add((key, thing));
                continue;
            }
            var isThere = thing is not null && FloorCodec.Has(key.Kind, thing);
            _drained.Add(new FloorItem(key, isThere ? FloorCodec.Encode(_writer, key.Kind, thing!, format) : null));
        }
        _changed.Clear();
        foreach (var (key, thing) in _later) _changed.Add(key, thing);
        _later.Clear();
        return _drained;
    }

    // Readers of format 1 know no contacts, and find all that a visit has counted in its live part.
    private static bool IsOfOldest(FloorItemKind kind) => kind is not (FloorItemKind.Contact or FloorItemKind.OpenContact
        or FloorItemKind.CustomerContact or FloorItemKind.VisitCounted or FloorItemKind.ContactCounted);
}
