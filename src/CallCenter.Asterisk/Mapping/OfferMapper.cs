using CallCenter.V1;

namespace CallCenter.Asterisk;

/// <summary>Ringing: from AgentCalled to no answer, refusal or the end of ringing.</summary>
internal sealed class OfferMapper(VisitDesk desk)
{
    public void Called(AmiMessage message, DateTimeOffset time)
    {
        if (Waiting(message) is { } visit)
            Open(visit, message, time);
    }

    /// <summary>RingTime is in milliseconds here.</summary>
    public void RingNoAnswer(AmiMessage message, DateTimeOffset time)
    {
        if (Waiting(message) is not { } visit)
            return;
        var offer = Find(visit, message);
        // Ringing since before the snapshot: the list of waiting callers does not show whose device rings.
        offer ??= Open(visit, message, time - TimeSpan.FromMilliseconds(Math.Max(0, message.Number("RingTime") ?? 0)));
        if (offer is not null)
            End(visit, offer, offer.IsRefused ? OfferResult.Rejected : OfferResult.NoAnswer, time);
    }

    /// <summary>The agent hung up in the member delay; the caller stays queued.</summary>
    public void Dumped(AmiMessage message, DateTimeOffset time)
    {
        if (Waiting(message) is { } visit && Find(visit, message) is { } offer)
            End(visit, offer, OfferResult.Rejected, time);
    }

    /// <summary>Called after the legs have been updated.</summary>
    public void DialEnded(AmiMessage message, DateTimeOffset time)
    {
        if (message.Text("DialStatus") != "ANSWER" && ByChannel(message.Text("DestUniqueid")) is ({ } visit, { } offer))
            Ending(visit, offer, time);
    }

    /// <summary>The channel of a picked-up device may hang up because another took its place (Local channels are optimised away).</summary>
    public void HungUp(AmiMessage message, DateTimeOffset time)
    {
        if (ByChannel(message.Text("Uniqueid")) is ({ } visit, { IsPickedUp: false } offer))
            Ending(visit, offer, time);
    }

    /// <summary>The ringing of a visit that goes on waiting is no longer known.</summary>
    public void Forget(Visit visit, DateTimeOffset time)
    {
        foreach (var offer in visit.Offers.ToArray())
            End(visit, offer, OfferResult.Canceled, time);
    }

    private static Offer? Find(Visit visit, AmiMessage message)
    {
        var channel = message.Text("DestUniqueid");
        var device = Ids.Identity(message.Text("Interface"));
        return visit.Offers.Find(offer => offer.Channel == channel)
            ?? (channel.Length == 0 ? visit.Offers.Find(offer => offer.Agent.Id == device) : null);
    }

    private Visit? Waiting(AmiMessage message) => desk.Finder.Undecided(message, visit => visit.Phase == VisitPhase.Waiting);

    private (Visit? Visit, Offer? Offer) ByChannel(string channel)
    {
        if (desk.Visits.ByAgentChannel(channel) is not { IsUndecided: true } visit)
            return (null, null);
        return (visit, visit.Offers.Find(offer => offer.Channel == channel));
    }

    private Offer? Open(Visit visit, AmiMessage message, DateTimeOffset time)
    {
        var device = message.Text("Interface");
        var channel = message.Text("DestUniqueid");
        if (device.Length == 0 || (channel.Length > 0 && !visit.ChannelsSeen.Add(channel)))
            return null;
        var agent = desk.Agents.Know(device, message.Text("MemberName"), time);
        if (visit.Offers.Find(each => each.Agent == agent) is { } open)
            End(visit, open, OfferResult.Canceled, time);
        var offer = new Offer(agent, desk.Legs.Know(channel));
        visit.Offers.Add(offer);
        desk.Visits.Link(visit, channel);
        agent.Work.Add(visit);
        desk.Outbox.Add(time, new Event { VisitOffered = new() { VisitId = visit.Id, Agent = agent.Id } });
        desk.Agents.Refresh(agent, time);
        return offer;
    }

    private void Ending(Visit visit, Offer offer, DateTimeOffset time)
    {
        if (offer.IsEnding)
            return; // DialEnd CANCEL comes twice
        offer.IsEnding = true;
        desk.Deadlines.At(time + desk.Options.Patience, () => Stopped(visit, offer, time));
    }

    /// <summary>No AgentRingNoAnswer, no answer and no end of the visit came: only this ringing was called off.</summary>
    private void Stopped(Visit visit, Offer offer, DateTimeOffset time)
    {
        if (!visit.Offers.Contains(offer))
            return;
        var isRaced = visit.Offers.Exists(other => other != offer && other.IsPickedUp);
        End(visit, offer, isRaced ? OfferResult.LostRace : OfferResult.Canceled, time);
    }

    private void End(Visit visit, Offer offer, OfferResult result, DateTimeOffset time)
    {
        visit.Offers.Remove(offer);
        desk.Visits.Unlink(visit, offer.Channel);
        offer.Agent.Work.Remove(visit);
        desk.Outbox.Add(time, new Event { OfferEnded = new() { VisitId = visit.Id, Agent = offer.Agent.Id, Result = result } });
        desk.Agents.Refresh(offer.Agent, time);
    }
}
