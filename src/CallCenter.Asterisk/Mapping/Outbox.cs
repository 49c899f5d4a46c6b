using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Asterisk;

/// <summary>The events made so far by the message in hand.</summary>
internal sealed class Outbox
{
    private readonly List<Event> _events = [];

    public static Duration? Seconds(int? seconds) => seconds >= 0 ? new Duration { Seconds = seconds.Value } : null;

    public static Timestamp Stamp(DateTimeOffset time) => Timestamp.FromDateTimeOffset(time);

    public void Add(DateTimeOffset time, Event kind)
    {
        kind.OccurredTime = Stamp(time);
        _events.Add(kind);
    }

    public IReadOnlyList<Event> Drain()
    {
        if (_events.Count == 0)
            return [];
        var taken = _events.ToArray();
        _events.Clear();
        return taken;
    }
}
