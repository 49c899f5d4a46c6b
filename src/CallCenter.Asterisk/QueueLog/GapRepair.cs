using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>
/// Fills the time without a connection with the lines of queue_log. At both edges of a gap the log repeats other reports: the last sent
/// events before it, and the first messages of the new connection after it.
/// </summary>
internal sealed class GapRepair(AsteriskMapper mapper, MemberNames names, QueueLogSkips skipped)
{
    /// <summary>How far the first messages of a connection must reach to be compared with the log.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromSeconds(3);

    private readonly LineMapper _lines = new(mapper, names, skipped);
    private readonly Told _told = new();

    /// <summary>From where on lines may be unknown; null when nothing is known at all.</summary>
    public DateTimeOffset? Since => mapper.LatestTime == DateTimeOffset.UnixEpoch ? null : SecondOf(mapper.LatestTime).AddSeconds(-1);

    /// <summary>What the last events reported.</summary>
    public IReadOnlyList<Occurrence> Recent => _told.Recent;

    /// <summary>The end of the lines that the messages of a connection made at this time may report as well.</summary>
    public static DateTimeOffset EndOf(DateTimeOffset connected) => SecondOf(connected).AddSeconds(2);

    /// <summary>Every event is noted, from messages and from lines.</summary>
    public void Note(Event each) => _told.Add(each);

    /// <summary>Notes what messages reported without an event, since nothing changed by it.</summary>
    public void Note(IEnumerable<Occurrence> occurrences) => _told.Add(occurrences);

    /// <summary>The events of those lines that neither earlier events nor the following messages report.</summary>
    /// <param name="lines">The log from <see cref="Since"/> on.</param>
    /// <param name="connected">When the new connection was made, by Asterisk's clock.</param>
    /// <param name="first">The first messages of the new connection, with the times they have.</param>
    public IEnumerable<(QueueLogLine Line, Event Event)> Fill(
        IEnumerable<QueueLogLine> lines, DateTimeOffset connected, IEnumerable<(AmiMessage Message, DateTimeOffset Time)> first)
    {
        var before = _told.Recent;
        var knownUntil = mapper.LatestTime + TimeSpan.FromSeconds(2);
        var behind = first.Select(each => Occurrence.Of(each.Message, each.Time)).OfType<Occurrence>().ToList();
        var edge = SecondOf(connected);
        mapper.ForgetUptime();
        foreach (var line in lines)
        {
            if (line.Time >= EndOf(connected))
                yield break;
            if (Occurrence.Of(line) is { } told && ((line.Time <= knownUntil && Occurrence.Remove(before, told))
                || (line.Time >= edge.AddSeconds(-1) && Occurrence.Remove(behind, told))))
                continue;
            foreach (var each in _lines.Apply(line))
                yield return (line, each);
        }
    }

    private static DateTimeOffset SecondOf(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
