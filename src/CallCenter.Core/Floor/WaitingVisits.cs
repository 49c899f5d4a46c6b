using CallCenter.Core.Identity;

namespace CallCenter.Core.Floor;

/// <summary>A visit began or ceased to wait.</summary>
public readonly record struct WaitingChange(int Row, int Visit, Instant QueuedAt, bool Waits);

/// <summary>Follows, from the stored things of a floor, which visits wait and since when. Used by one loop only.</summary>
public sealed class WaitingVisits
{
    private readonly Dictionary<int, Instant> _queuedAt = [];
    private readonly Dictionary<int, int> _rows = [];

    /// <summary>Takes a changed thing; tells of a visit that began or ceased to wait.</summary>
    public WaitingChange? Take(FloorItem item)
    {
        var handle = item.Key.Handle;
        switch (item.Key.Kind)
        {
            case FloorItemKind.VisitFixed when item.Value is { } value:
                _queuedAt[handle] = FloorCodec.PeekQueuedAt(value);
                return null;
            case FloorItemKind.VisitLive when item.Value is { } value:
                var (isWaiting, row, counts) = FloorCodec.PeekLive(value);
                return isWaiting && counts ? Start(handle, row) : End(handle);
            case FloorItemKind.VisitLive:
                return End(handle);
            case FloorItemKind.VisitFixed:
                var ended = End(handle);
                _queuedAt.Remove(handle);
                return ended;
            default:
                return null;
        }
    }

    private WaitingChange? Start(int handle, int row)
        => _rows.TryAdd(handle, row) ? new WaitingChange(row, handle, _queuedAt[handle], true) : null;

    private WaitingChange? End(int handle)
        => _rows.Remove(handle, out var row) ? new WaitingChange(row, handle, _queuedAt[handle], false) : null;
}
