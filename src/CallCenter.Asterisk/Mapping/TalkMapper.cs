using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>The conversation: answer, hold, transfer and end.</summary>
internal sealed class TalkMapper(VisitDesk desk)
{
    /// <summary>HoldTime and RingTime are whole seconds here; HoldTime includes member delay and announcements.</summary>
    public void Connected(AmiMessage message, DateTimeOffset time)
    {
        var (queue, device) = (message.Text("Queue"), message.Text("Interface"));
        var visit = desk.Visits.Of(message.Text("Uniqueid"))
            .FirstOrDefault(each => each.Queue == queue && each.Phase is VisitPhase.Waiting or VisitPhase.Left && !each.IsAbandonSaid);
        if (visit is null || device.Length == 0)
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
        agent.Work.Add(visit);
        var losers = visit.Offers.Where(offer => offer.Agent != agent).ToArray();
        visit.Offers.Clear();
        foreach (var loser in losers)
        {
            desk.Visits.Unlink(visit, loser.Channel);
            loser.Agent.Work.Remove(visit);
            desk.Agents.Refresh(loser.Agent, time);
        }
        desk.Visits.Link(visit, channel);
        visit.ChannelsSeen.Add(channel);
        desk.Agents.Refresh(agent, time);
    }

    /// <summary>The channel is the one that put the other on hold; a caller who does so is not on hold.</summary>
    public void Held(AmiMessage message, DateTimeOffset time)
    {
        if (Holding(message, time) is { IsHeld: false } visit)
            Hold(visit, time, new Event { VisitHeld = new() { VisitId = visit.Id } });
    }

    /// <summary>Comes without Hold at a blind transfer, and after the end of a visit that ended on hold.</summary>
    public void Resumed(AmiMessage message, DateTimeOffset time)
    {
        if (Holding(message, time) is { IsHeld: true } visit)
            Hold(visit, time, new Event { VisitResumed = new() { VisitId = visit.Id } });
    }

    /// <summary>A Local channel is about to be replaced; from then on the device speaks by another channel.</summary>
    public void Optimized(AmiMessage message)
    {
        var visit = desk.Visits.ByAgentChannel(message.Text("LocalOneUniqueid"))
            ?? desk.Visits.ByAgentChannel(message.Text("LocalTwoUniqueid"));
        var source = message.Text("SourceUniqueid");
        if (visit is not null && source != visit.Caller)
            desk.Visits.Link(visit, source);
    }

    public void BlindlyTransferred(AmiMessage message) =>
        Transferred(message, VisitOutcome.TransferredBlind, message.Text("Extension"), ["TransfererUniqueid"]);

    public void AttendedlyTransferred(AmiMessage message) =>
        Transferred(message, VisitOutcome.TransferredConsult, "", ["OrigTransfererUniqueid", "SecondTransfererUniqueid"]);

    /// <summary>Bears no channel at all when the channels are gone already; then queue, interface and times must tell.</summary>
    public void Completed(AmiMessage message, DateTimeOffset time)
    {
        if (Complete(message, time) is not { } visit)
            return;
        visit.Talk = message.Number("TalkTime");
        var reason = message.Text("Reason");
        if (reason != "transfer")
        {
            desk.End(visit, reason == "agent" ? VisitOutcome.CompletedByAgent : VisitOutcome.CompletedByCustomer, time);
            return;
        }
        visit.Phase = VisitPhase.Transferring;
        visit.LeftTime = time;
        if (visit.Transfer != VisitOutcome.Unspecified)
            desk.End(visit, visit.Transfer, time);
        else // The transfer event, which says of what kind, comes just before, but threads race.
            desk.Deadlines.At(time + desk.Options.Patience, () => desk.End(visit, VisitOutcome.TransferredBlind, time));
    }

    private Visit? Complete(AmiMessage message, DateTimeOffset time)
    {
        var (caller, queue) = (message.Text("Uniqueid"), message.Text("Queue"));
        var agent = Ids.Identity(message.Text("Interface"));
        var talking = (caller.Length > 0 ? desk.Visits.Of(caller) : desk.Visits.Live)
            .Where(visit => visit.Phase == VisitPhase.Talking && visit.Queue == queue && visit.Agent?.Id == agent);
        var start = time - TimeSpan.FromSeconds(message.Number("TalkTime") ?? 0);
        return talking.MinBy(visit => (visit.AnsweredTime - start).Duration());
    }

    private Visit? Holding(AmiMessage message, DateTimeOffset time)
    {
        var visit = desk.Visits.ByAgentChannel(message.Text("Uniqueid"));
        return visit is { Phase: VisitPhase.Talking } && time > visit.HoldChangedTime ? visit : null;
    }

    private void Hold(Visit visit, DateTimeOffset time, Event change)
    {
        visit.IsHeld = !visit.IsHeld;
        visit.HoldChangedTime = time;
        desk.Outbox.Add(time, change);
    }

    private void Transferred(AmiMessage message, VisitOutcome kind, string target, string[] transferers)
    {
        if (message.Text("Result") != "Success")
            return;
        var visit = desk.Visits.Of(message.Text("TransfereeUniqueid")).FirstOrDefault(each => each.IsConnected)
            ?? transferers.Select(name => desk.Visits.ByAgentChannel(message.Text(name)))
                .FirstOrDefault(each => each is { IsConnected: true });
        if (visit is null)
            return;
        visit.Transfer = kind;
        visit.TransferTarget = target;
        if (visit.Phase == VisitPhase.Transferring)
            desk.End(visit, kind, visit.LeftTime);
    }
}
