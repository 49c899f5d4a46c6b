namespace CallCenter.Asterisk;

/// <summary>
/// The last messages of a recording, as occurrences: a line of the log that none of them matches was written while messages were missing.
/// </summary>
internal sealed class RecentMessages
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    private readonly List<(string Event, Occurrence Occurrence)> _recent = [];

    public void Add(AmiMessage message, DateTimeOffset time)
    {
        if (Of(message, time) is not { } recent)
            return;
        _recent.Add(recent);
        if (_recent[0].Occurrence.Time < time - (2 * Kept))
            _recent.RemoveAll(each => each.Occurrence.Time < time - Kept);
    }

    /// <summary>Removes and returns the memberships among them; an event reports only those that changed something.</summary>
    public IReadOnlyList<Occurrence> DrainMembers()
    {
        Occurrence[] members = [.. _recent.Select(each => each.Occurrence).Where(each => each.Kind >= OccurrenceKind.MemberJoined)];
        _recent.RemoveAll(each => each.Occurrence.Kind >= OccurrenceKind.MemberJoined);
        return members;
    }

    /// <summary>Whether any of these lines is reported neither by a message nor by an event.</summary>
    /// <param name="lines">Lines of the log.</param>
    /// <param name="sent">The last events.</param>
    /// <param name="ahead">The messages that follow, with their times.</param>
    public bool Lack(
        IEnumerable<QueueLogLine> lines, IEnumerable<Occurrence> sent, IEnumerable<(AmiMessage Message, DateTimeOffset Time)> ahead)
    {
        var messages = ahead.Select(each => Of(each.Message, each.Time)).OfType<(string Event, Occurrence Occurrence)>().Concat(_recent)
            .ToList();
        var events = sent.ToList();
        return lines.Any(line => line.Verb == "QUEUESTART"
            || (Occurrence.Of(line) is { } occurrence && !Remove(messages, line, occurrence) && !Occurrence.Remove(events, occurrence)));
    }

    private static (string Event, Occurrence Occurrence)? Of(AmiMessage message, DateTimeOffset time)
    {
        var occurrence = message.Event == "QueueCallerLeave"
            ? new Occurrence(OccurrenceKind.Ended, Ids.Identity(message.Text("Uniqueid")), Ids.Identity(message.Text("Queue")), "", time)
            : Occurrence.Of(message, time);
        return occurrence is null ? null : (message.Event!, occurrence);
    }

    private static bool Remove(List<(string Event, Occurrence Occurrence)> messages, QueueLogLine line, Occurrence occurrence)
    {
        var index = messages.FindIndex(each => each.Occurrence.IsToldBy(occurrence) && IsEndOf(line.Verb, each.Event));
        if (index >= 0)
            messages.RemoveAt(index);
        return index >= 0;
    }

    /// <summary>QueueCallerLeave and QueueCallerAbandon alone do not show how the caller left: each matches the line of its usual outcome.
    /// </summary>
    private static bool IsEndOf(string verb, string name) => name switch
    {
        "QueueCallerLeave" => verb == "EXITWITHKEY",
        "QueueCallerAbandon" => verb == "ABANDON",
        _ => true,
    };
}
