using CallCenter.Core.Identity;
using CallCenter.Core.Log;

namespace CallCenter.Core.Floor;

/// <summary>
/// Remembers the ids that senders gave their events, to find those sent again. An id is kept for a time by the server's clock, and as long
/// by the source's own: an adapter that comes back after hours repeats the events of its last moments. Used by one thread at a time.
/// </summary>
internal sealed class EventIds
{
    private readonly TimeSpan _kept;
    private readonly int _countMax;
    private readonly FloorChanges _changes;
    private readonly HandleNumbers _numbers;
    private readonly Dictionary<string, RememberedEvent> _known = new(StringComparer.Ordinal);
    private readonly Queue<RememberedEvent> _byAge = new();

    public EventIds(TimeSpan kept, int countMax, FloorChanges changes)
    {
        (_kept, _countMax, _changes) = (kept, countMax, changes);
        _numbers = new HandleNumbers(() => _byAge.Select(e => e.Handle).Concat(changes.Handles(FloorItemKind.EventId)));
    }

    /// <param name="eventId">Empty: the event has none.</param>
    /// <param name="now">The server's clock.</param>
    /// <param name="newest">Time of the newest event counted.</param>
    public bool IsNew(string eventId, Instant now, Instant newest)
        => eventId.Length == 0 || !_known.TryGetValue(eventId, out var known) || IsOld(known, now, newest);

    /// <param name="eventId">Empty: the event has none.</param>
    /// <param name="now">The server's clock.</param>
    /// <param name="at">Time of the event.</param>
    public void Remember(string eventId, Instant now, Instant at)
    {
        if (eventId.Length == 0) return;
        if (_byAge.Count >= _countMax) ForgetOldest();
        var remembered = new RememberedEvent(_numbers.Next(), eventId, now, at);
        _changes.Put(FloorItemKind.EventId, remembered.Handle, remembered);
        Restore(remembered);
    }

    public void Restore(RememberedEvent remembered)
    {
        _known[remembered.EventId] = remembered;
        _byAge.Enqueue(remembered);
    }

    /// <param name="now">The server's clock.</param>
    /// <param name="newest">Time of the newest event counted.</param>
    public void Forget(Instant now, Instant newest)
    {
        while (_byAge.TryPeek(out var oldest) && IsOld(oldest, now, newest)) ForgetOldest();
    }

    /// <summary>How many ids contain the contact's.</summary>
    public int Count(ForgottenContact contact) => _byAge.Count(e => contact.IsIn(e.EventId));

    /// <summary>Forgets the ids that contain the contact's, whatever their age.</summary>
    public void Forget(ForgottenContact contact)
    {
        for (var left = _byAge.Count; left > 0; left--)
        {
            if (contact.IsIn(_byAge.Peek().EventId)) ForgetOldest();
            else _byAge.Enqueue(_byAge.Dequeue());
        }
    }

    private bool IsOld(RememberedEvent known, Instant now, Instant newest) => now - known.SeenAt > _kept && newest - known.At > _kept;

    private void ForgetOldest()
    {
        var oldest = _byAge.Dequeue();
        if (_known.TryGetValue(oldest.EventId, out var known) && known.Handle == oldest.Handle) _known.Remove(oldest.EventId);
        _changes.Remove(FloorItemKind.EventId, oldest.Handle);
    }
}

/// <summary>The id of a counted event.</summary>
/// <param name="Handle">Its number within the source.</param>
/// <param name="EventId">The id.</param>
/// <param name="SeenAt">When it was received, by the server's clock.</param>
/// <param name="At">When it happened.</param>
internal sealed record RememberedEvent(int Handle, string EventId, Instant SeenAt, Instant At);
