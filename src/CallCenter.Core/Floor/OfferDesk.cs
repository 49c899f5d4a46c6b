using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>Opens and closes the offers of visits: what rings, at whom, and how it ended. Used by one loop only.</summary>
internal sealed class OfferDesk(AgentMachine agents, VisitFacts facts)
{
    public void Open(Visit visit, Agent agent, int row, Instant at)
    {
        visit.Offers.Add(new Offer(agent, at, row));
        facts.OfferMade(visit, row, at);
        facts.Gauge(visit, row, Gauge.Alerting, at, 1);
        agent.Ringing++;
        agents.Refresh(agent, at);
    }

    /// <summary>Ends one offer without an answer; false when there is none to this agent.</summary>
    public bool End(Visit visit, string agent, OfferResult result, Instant at)
    {
        var i = visit.Offers.FindIndex(o => o.Agent.Id == agent);
        if (i < 0) return false;
        Close(visit, visit.Offers[i], result, at);
        visit.Offers.RemoveAt(i);
        return true;
    }

    /// <summary>Ends all offers because one agent answered: the own one, if there was one, as accepted, the others as lost.</summary>
    public void EndAllAnswered(Visit visit, Agent answerer, Instant at)
    {
        var own = visit.Offers.FindIndex(o => o.Agent == answerer);
        if (own >= 0)
        {
            Close(visit, visit.Offers[own], null, at);
            visit.Offers.RemoveAt(own);
        }
        EndAll(visit, OfferResult.LostRace, at);
    }

    public void EndAll(Visit visit, OfferResult result, Instant at)
    {
        foreach (var offer in visit.Offers) Close(visit, offer, result, at);
        visit.Offers.Clear();
    }

    private void Close(Visit visit, Offer offer, OfferResult? result, Instant at)
    {
        if (result is { } r) facts.OfferEnded(visit, offer.Row, r, at);
        facts.Gauge(visit, offer.Row, Gauge.Alerting, at, -1);
        offer.Agent.Ringing--;
        agents.Refresh(offer.Agent, at);
    }
}
