using CallCenter.Core.Windows;

namespace CallCenter.Core.Log;

/// <summary>Tracks which visits of a source wait, from its stored items. Used by one thread at a time.</summary>
public sealed class WaitingVisits
{
    private readonly Dictionary<int, WaitingItem> _waiting = [];

    /// <summary>Applies a changed item; returns the change when a visit began or ceased to wait.</summary>
    public WaitingChange? Apply(FloorItem item)
    {
        if (item.Key.Kind != FloorItemKind.Waiting) return null;
        var handle = item.Key.Handle;
        if (item.Value is { } value)
        {
            var waiting = WaitingItem.Read(value);
            return _waiting.TryAdd(handle, waiting) ? new WaitingChange(waiting.Row, handle, waiting.QueuedAt, Waits: true) : null;
        }
        return _waiting.Remove(handle, out var ended) ? new WaitingChange(ended.Row, handle, ended.QueuedAt, Waits: false) : null;
    }
}
