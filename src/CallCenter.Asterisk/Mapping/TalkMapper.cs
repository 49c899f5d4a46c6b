using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>The conversation: answer and hold.</summary>
internal sealed class TalkMapper(VisitDesk desk)
{
    /// <summary>HoldTime and RingTime are whole seconds here; HoldTime includes member delay and announcements.</summary>
    public void Connected(AmiMessage message, DateTimeOffset time)
    {
        var device = message.Text("Interface");
        if (device.Length == 0 || desk.Finder.Undecided(message, visit => visit.IsUndecided && !visit.IsAbandonSaid) is not { } visit)
            return;
        Connect(visit, desk.Agents.Know(device, message.Text("MemberName"), time), message.Text("DestUniqueid"), time);
        visit.Wait = message.Number("HoldTime");
        desk.Outbox.Add(time, new Event
        {
            VisitAnswered = new()
            {
                VisitId = visit.Id,
                Agent = visit.Agent!.Id,
                ReportedWait = Outbox.Seconds(visit.Wait),
                ReportedRing = Outbox.Seconds(message.Number("RingTime")),
            },
        });
    }

    /// <summary>Puts a visit and an agent together; whoever else rang is free.</summary>
    public void Connect(Visit visit, Agent agent, string channel, DateTimeOffset time)
    {
        visit.Phase = VisitPhase.Talking;
        visit.Agent = agent;
        visit.AnsweredTime = time;
        visit.IsEndedByAgent = null;
        visit.MissedCount = 0;
        agent.Work.Add(visit);
        var losers = visit.Offers.Where(offer => offer.Agent != agent).ToArray();
        visit.Offers.Clear();
        foreach (var loser in losers)
        {
            desk.Visits.Unlink(visit, loser.Channel);
            loser.Agent.Work.Remove(visit);
            desk.Agents.Refresh(loser.Agent, time);
        }
        Link(visit, channel);
        visit.ChannelsSeen.Add(channel);
        desk.Agents.Refresh(agent, time);
    }

    /// <summary>The channel is the one that put the other on hold; a caller who does so is not on hold.</summary>
    public void Held(AmiMessage message, DateTimeOffset time)
    {
        if (Holding(message, time) is not { IsHeld: false } visit)
            return;
        visit.IsHeld = true;
        visit.HoldChangedTime = time;
        desk.Outbox.Add(time, new Event { VisitHeld = new() { VisitId = visit.Id } });
    }

    /// <summary>Comes without Hold at a blind transfer, and after the end of a visit that ended on hold.</summary>
    public void Resumed(AmiMessage message, DateTimeOffset time)
    {
        if (Holding(message, time) is not { IsHeld: true } visit)
            return;
        visit.HeldTime += time - visit.HoldChangedTime;
        visit.IsHeld = false;
        visit.HoldChangedTime = time;
        desk.Outbox.Add(time, new Event { VisitResumed = new() { VisitId = visit.Id } });
    }

    /// <summary>A Local channel is about to be replaced; from then on the device speaks by another channel.</summary>
    public void Optimized(AmiMessage message)
    {
        var visit = desk.Visits.ByAgentChannel(message.Text("LocalOneUniqueid"))
            ?? desk.Visits.ByAgentChannel(message.Text("LocalTwoUniqueid"));
        var source = message.Text("SourceUniqueid");
        if (visit is null || source == visit.Caller)
            return;
        visit.IsOptimized = true;
        Link(visit, source);
    }

    private void Link(Visit visit, string channel)
    {
        desk.Legs.Know(channel);
        desk.Visits.Link(visit, channel);
    }

    private Visit? Holding(AmiMessage message, DateTimeOffset time)
    {
        var visit = desk.Finder.ByAgentSide(message.Text("Uniqueid"));
        return visit is { Phase: VisitPhase.Talking } && time > visit.HoldChangedTime ? visit : null;
    }
}
