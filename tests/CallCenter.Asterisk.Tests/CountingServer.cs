using CallCenter.V1;

namespace CallCenter.Asterisk.Tests;

/// <summary>
/// Counts as the server does hours after the last event: an event whose name is that of one of the last ten minutes before it is a
/// duplicate, and one that does not fit its visit is refused.
/// </summary>
internal sealed class CountingServer
{
    private static readonly TimeSpan NameKept = TimeSpan.FromMinutes(10);

    private readonly Dictionary<string, DateTimeOffset> _names = [];
    private readonly HashSet<string> _waiting = [];
    private readonly HashSet<string> _talking = [];

    public Tally Tally { get; } = new();

    /// <summary>Time of the newest event counted, as in a welcome.</summary>
    public DateTimeOffset? Newest { get; private set; }

    public void Add(Event each)
    {
        var isKnown = _names.TryGetValue(each.EventId, out var at) && Newest - at <= NameKept;
        if (isKnown || !Fits(each))
            return;
        var time = DateTimeOffset.FromUnixTimeMilliseconds(each.OccurredTime.ToDateTimeOffset().ToUnixTimeMilliseconds());
        Newest = Newest > time ? Newest : time;
        if (each.EventId.Length > 0)
            _names[each.EventId] = time;
        if (each.QueueMembershipChanged is null && each.AgentPresenceChanged is null && each.AgentDescribed is null)
            Tally.Add(each);
    }

    private bool Fits(Event each) => each.KindCase switch
    {
        Event.KindOneofCase.VisitQueued => !_talking.Contains(each.VisitQueued.VisitId) && _waiting.Add(each.VisitQueued.VisitId),
        Event.KindOneofCase.VisitOffered => _waiting.Contains(each.VisitOffered.VisitId),
        Event.KindOneofCase.OfferEnded => _waiting.Contains(each.OfferEnded.VisitId),
        Event.KindOneofCase.VisitAnswered =>
            _waiting.Remove(each.VisitAnswered.VisitId) && _talking.Add(each.VisitAnswered.VisitId),
        Event.KindOneofCase.VisitEnded => _waiting.Remove(each.VisitEnded.VisitId) || _talking.Remove(each.VisitEnded.VisitId),
        _ => true,
    };
}
