namespace CallCenter.Asterisk;

/// <summary>
/// Finds the visit that a message is about. A masquerade gives the channel in the queue another Uniqueid without a message of its own,
/// so where no visit bears the Uniqueid, the agent's channel or the call's Linkedid identifies it.
/// </summary>
internal sealed class VisitFinder(VisitBook visits, LegBook legs, QueueNames queues)
{
    /// <summary>The visit of the message's queue that waits, or has left and is not decided yet.</summary>
    public Visit? Undecided(AmiMessage message, Func<Visit, bool> isRight)
    {
        var (caller, queue) = (message.Text("Uniqueid"), queues.Learn(message.Text("Queue")));
        var found = visits.Of(caller).FirstOrDefault(visit => visit.Queue == queue && isRight(visit));
        if (found is not null || caller.Length == 0)
            return found;
        var moved = ByOffer(message, caller, queue, isRight) ?? ByLink(message, caller, queue, isRight);
        if (moved is not null)
            visits.Follow(moved, caller);
        return moved;
    }

    /// <summary>
    /// The visit whose agent speaks by this channel: the one that the queue dialled, or the phone behind it. Null for a caller's channel,
    /// though that may be behind others, too.
    /// </summary>
    public Visit? ByAgentSide(string channel)
    {
        foreach (var above in legs.Above(channel))
        {
            if (visits.Of(above).Count > 0)
                return null;
            if (visits.ByAgentChannel(above) is { } visit)
                return visit;
        }
        return null;
    }

    private Visit? ByOffer(AmiMessage message, string caller, string queue, Func<Visit, bool> isRight) =>
        visits.ByAgentChannel(message.Text("DestUniqueid")) is { } visit && visit.Queue == queue && visit.Caller != caller && isRight(visit)
            ? visit : null;

    private Visit? ByLink(AmiMessage message, string caller, string queue, Func<Visit, bool> isRight)
    {
        if (visits.IsKnown(caller, queue))
            return null;
        var link = message.Text("Linkedid");
        var candidates = visits.InQueue(queue).Where(visit => isRight(visit)
            && (visit.IsOrphan || (link.Length > 0 && (link == visit.Caller || link == visit.Linked)))).ToArray();
        return candidates.FirstOrDefault(visit => link.Length > 0 && (link == visit.Caller || link == visit.Linked))
            ?? (candidates is [var only] ? only : null);
    }
}
