using CallCenter.Core.Identity;

namespace CallCenter.Core.Floor;

/// <summary>Follows, from the stored things of a floor, which visits wait and since when. Used by one loop only.</summary>
public sealed class WaitingVisits
{
    private readonly Dictionary<int, Instant> _queuedAt = [];
    private readonly Dictionary<int, int> _rows = [];

    /// <summary>Takes a changed thing; tells of a visit that began or ceased to wait.</summary>
    public void Take(FloorItem item, Action<int, int, Instant, bool> changed)
    {
        var handle = item.Key.Handle;
        switch (item.Key.Kind)
        {
            case FloorItemKind.VisitFixed when item.Value is { } value:
                _queuedAt[handle] = FloorCodec.PeekQueuedAt(value);
                break;
            case FloorItemKind.VisitLive when item.Value is { } value:
                var (isWaiting, row, counts) = FloorCodec.PeekLive(value);
                Set(handle, isWaiting && counts, row, changed);
                break;
            case FloorItemKind.VisitLive or FloorItemKind.VisitFixed:
                Set(handle, false, 0, changed);
                _queuedAt.Remove(handle);
                break;
        }
    }

    private void Set(int handle, bool waits, int row, Action<int, int, Instant, bool> changed)
    {
        if (!waits)
        {
            if (_rows.Remove(handle, out var left)) changed(left, handle, _queuedAt[handle], false);
            return;
        }
        if (_rows.TryAdd(handle, row)) changed(row, handle, _queuedAt[handle], true);
    }
}
