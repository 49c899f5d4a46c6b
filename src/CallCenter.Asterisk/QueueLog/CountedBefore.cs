using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>
/// Decides which events of the log an earlier run has sent, from the time of the newest event that the server has counted. Doubtful ones
/// are sent again: the server knows their event ids, or refuses a second arrival, answer or end of one visit.
/// </summary>
internal sealed class CountedBefore(DateTimeOffset newest, TimeSpan patience)
{
    // The server keeps milliseconds.
    private readonly long _newest = newest.ToUnixTimeMilliseconds();

    /// <summary>Behind an import alone: all its events bear the times that this run gives them, too.</summary>
    public bool IsExact { get; init; }

    /// <summary>Whether this event of this line was counted.</summary>
    public bool Contains(QueueLogLine line, Event each)
    {
        var time = each.OccurredTime.ToDateTimeOffset().ToUnixTimeMilliseconds();
        if (IsExact)
            return IsOfWaiting(each) ? time <= _newest : time < _newest;
        return each.KindCase switch
        {
            // A message may have reported it later within the second of its line.
            Event.KindOneofCase.VisitQueued => line.Second < newest.ToUnixTimeSeconds(),
            Event.KindOneofCase.VisitOffered or Event.KindOneofCase.OfferEnded => time <= _newest,
            // The floor report that follows has them all.
            Event.KindOneofCase.AgentDescribed or Event.KindOneofCase.AgentPresenceChanged or Event.KindOneofCase.QueueMembershipChanged =>
                line.Second <= newest.ToUnixTimeSeconds(),
            // The end of a visit may have waited for the message that explains it.
            _ => line.Time < newest - patience - TimeSpan.FromSeconds(2),
        };
    }

    private static bool IsOfWaiting(Event each) =>
        each.KindCase is Event.KindOneofCase.VisitQueued or Event.KindOneofCase.VisitOffered or Event.KindOneofCase.OfferEnded;
}
