using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CallCenter.Core.Encoding;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Log;

/// <summary>Tracks which visits of a source wait, from the heads of their stored items. Used by one thread at a time.</summary>
public sealed class WaitingVisits
{
    private readonly Dictionary<int, WaitingChange> _visits = [];

    /// <summary>Applies a changed item; returns the change when a visit began or ceased to wait.</summary>
    public WaitingChange? Apply(FloorItem item)
    {
        var (key, value) = item;
        if (key.Kind == FloorItemKind.VisitLive) return value is null ? End(key.Handle) : Apply(key.Handle, value);
        if (key.Kind == FloorItemKind.VisitFixed && value is not null) Begin(key.Handle, value);
        return null;
    }

    private void Begin(int visit, ReadOnlySpan<byte> visitFixed)
    {
        var r = new VarReader(visitFixed);
        _visits.TryAdd(visit, new WaitingChange(0, visit, VisitFixedHead.Read(ref r), Waits: false));
    }

    private WaitingChange? Apply(int visit, ReadOnlySpan<byte> visitLive)
    {
        var r = new VarReader(visitLive);
        var head = VisitLiveHead.Read(ref r, out _);
        ref var known = ref CollectionsMarshal.GetValueRefOrNullRef(_visits, visit);
        if (Unsafe.IsNullRef(ref known)) throw new StoredFormException($"visit {visit} has no beginning");
        if (known.Waits == head.Waits) return null;
        known = head.Waits ? known with { Row = head.Row, Waits = true } : known with { Waits = false };
        return known;
    }

    private WaitingChange? End(int visit)
        => _visits.Remove(visit, out var known) && known.Waits ? known with { Waits = false } : null;
}
