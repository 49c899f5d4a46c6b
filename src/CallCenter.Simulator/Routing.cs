using CallCenter.V1;

namespace CallCenter.Simulator;

/// <summary>Assigns visits to agents: the oldest visit of the highest
/// priority to the agent idle longest. Decides, too, how agents react to an offer.</summary>
internal sealed class Routing(Platform platform)
{
    private const double NoAnswerShare = 0.03;
    private const double RejectShare = 0.015;
    private static readonly TimeSpan MeanRing = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RingLimit = TimeSpan.FromSeconds(20);

    public void OnWaiting(Visit visit) => platform.Soon(() => Place(visit));

    public void OnFreed(Agent agent) => platform.Soon(() => FindWork(agent));

    private void Place(Visit visit)
    {
        if (!visit.IsWaitingUnoffered)
            return;
        var now = platform.Timeline.Now;
        var chosen = visit.Queue.Members
            .Where(member => member.State == MembershipState.Joined && member.Agent.CanTake(visit.Channel, now))
            .Select(member => member.Agent)
            .OrderBy(agent => agent.IdleSince)
            .Take(visit.Queue.Profile.RingAtOnce)
            .ToList();
        foreach (var agent in chosen)
        {
            platform.Offer(visit, agent);
            Ring(visit, agent);
        }
    }

    private void FindWork(Agent agent)
    {
        var now = platform.Timeline.Now;
        var oldest = agent.Memberships
            .Where(membership => membership.State == MembershipState.Joined)
            .Select(membership => membership.Queue.Waiting.Find(visit => visit.IsWaitingUnoffered && agent.CanTake(visit.Channel, now)))
            .OfType<Visit>()
            .MinBy(visit => (-visit.Queue.Profile.Priority, visit.Number));
        if (oldest is null)
            return;
        Place(oldest);
        // Another visit may fit an agent with free slots, or one who was not idle longest.
        OnFreed(agent);
    }

    private void Ring(Visit visit, Agent agent)
    {
        var options = platform.Options;
        var limit = options.ScaleRing(RingLimit);
        var ring = platform.Dice.LogNormal(options.ScaleRing(MeanRing));
        if (platform.Dice.Chance(NoAnswerShare) || ring >= limit)
            platform.Timeline.After(limit, () => Miss(visit, agent, OfferResult.NoAnswer));
        else if (platform.Dice.Chance(RejectShare))
            platform.Timeline.After(ring, () => Miss(visit, agent, OfferResult.Rejected));
        else
            platform.Timeline.After(ring, () => Take(visit, agent));
    }

    private void Take(Visit visit, Agent agent)
    {
        if (visit.Offers.Contains(agent))
            platform.Answer(visit, agent);
    }

    private void Miss(Visit visit, Agent agent, OfferResult result)
    {
        if (visit.Offers.Contains(agent))
            platform.EndOffer(visit, agent, result);
    }
}
