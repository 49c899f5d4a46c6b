using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>
/// Tells which events of the log an earlier run has sent, from the time of the newest event that the server has counted. What it cannot
/// tell is sent again: the server refuses a second arrival, answer or end of one visit, or knows its name.
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
        return each.KindCase switch
        {
            // AMI may have told it later within its second.
            Event.KindOneofCase.VisitQueued => IsExact ? time <= _newest : line.Second < newest.ToUnixTimeSeconds(),
            Event.KindOneofCase.VisitOffered or Event.KindOneofCase.OfferEnded => time <= _newest,
            // The end of a visit may have waited for the message that tells why.
            _ => IsExact ? time < _newest : line.Time < newest - patience - TimeSpan.FromSeconds(2),
        };
    }
}
