using CallCenter.Core.Identity;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Floor;

/// <summary>Whether queues are open, by their calendars. Used by one thread at a time.</summary>
internal sealed class OpenHours(QueueCalendars calendars)
{
    private const long MinuteMs = 60_000;

    // Of the last minute that was asked for: calendars change on whole minutes, and arrivals come in the order of time.
    private readonly Dictionary<BusinessCalendar, (long Minute, bool IsOpen)> _known = new(ReferenceEqualityComparer.Instance);

    /// <returns>Null: the queue has no calendar.</returns>
    public bool? IsOpen(string queue, Instant at)
    {
        if (calendars.Of(queue) is not { } calendar) return null;
        var minute = at.UnixMs / MinuteMs;
        if (_known.TryGetValue(calendar, out var known) && known.Minute == minute) return known.IsOpen;
        var from = new Instant(minute * MinuteMs);
        var isOpen = calendar.OpenBetween(from, new Instant(from.UnixMs + MinuteMs), band: "").Count > 0;
        _known[calendar] = (minute, isOpen);
        return isOpen;
    }
}
