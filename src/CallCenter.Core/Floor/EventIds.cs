using CallCenter.Core.Identity;
using CallCenter.Core.Log;

namespace CallCenter.Core.Floor;

/// <summary>Remembers the ids that senders gave their events, to find those sent again. Used by one thread at a time.</summary>
internal sealed class EventIds(TimeSpan kept, int countMax, FloorChanges changes)
{
    private readonly Dictionary<string, RememberedEvent> _known = new(StringComparer.Ordinal);
    private readonly Queue<RememberedEvent> _byAge = new();
    private int _handle;

    public bool IsNew(string eventId, Instant now)
        => eventId.Length == 0 || !_known.TryGetValue(eventId, out var known) || now - known.SeenAt > kept;

    public void Remember(string eventId, Instant now)
    {
        if (eventId.Length == 0) return;
        Forget(now);
        if (_byAge.Count >= countMax) ForgetOldest();
        var remembered = new RememberedEvent(++_handle, eventId, now);
        changes.Put(FloorItemKind.EventId, remembered.Handle, remembered);
        Restore(remembered);
    }

    public void Restore(RememberedEvent remembered)
    {
        _known[remembered.EventId] = remembered;
        _byAge.Enqueue(remembered);
        _handle = Math.Max(_handle, remembered.Handle);
    }

    public void Forget(Instant now)
    {
        while (_byAge.TryPeek(out var oldest) && now - oldest.SeenAt > kept) ForgetOldest();
    }

    private void ForgetOldest()
    {
        var oldest = _byAge.Dequeue();
        if (_known.TryGetValue(oldest.EventId, out var known) && known.Handle == oldest.Handle) _known.Remove(oldest.EventId);
        changes.Remove(FloorItemKind.EventId, oldest.Handle);
    }
}

/// <summary>The id of a counted event.</summary>
internal sealed record RememberedEvent(int Handle, string EventId, Instant SeenAt);
