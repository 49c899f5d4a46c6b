using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>Opens and closes the offers of visits. Used by one thread at a time.</summary>
internal sealed class OfferDesk(FloorState state, AgentMachine agents, VisitFacts facts)
{
    private static readonly FloorJournal.Undo UndoOpen = static (visit, offer) => ((Visit)visit).Offers.Remove((Offer)offer);
    private static readonly FloorJournal.Undo UndoClose = static (visit, offer) => ((Visit)visit).Offers.Add((Offer)offer);

    public void Open(Visit visit, Agent agent, int row, Instant at)
    {
        var offer = new Offer(agent, at, row);
        state.Journal.Add(UndoOpen, visit, offer);
        visit.Offers.Add(offer);
        facts.OfferMade(visit, row, at);
        facts.Gauge(visit, row, Gauge.Alerting, at, 1);
        state.Journal.Save(agent);
        agent.Step(visit, Gauge.Alerting, 1);
        agents.Refresh(agent, at);
    }

    /// <summary>Replaces an open offer by the same one counted in another row.</summary>
    public void Replace(Visit visit, Offer offer, int row)
    {
        state.Journal.Add(UndoClose, visit, offer);
        visit.Offers.Remove(offer);
        var moved = offer with { Row = row };
        state.Journal.Add(UndoOpen, visit, moved);
        visit.Offers.Add(moved);
    }

    /// <summary>Ends one offer without an answer; false when there is none to this agent.</summary>
    public bool End(Visit visit, string agentId, OfferResult result, Instant at)
    {
        if (!state.Agents.TryGetValue(agentId, out var agent) || !visit.Offers.TryGet(agent, out var offer)) return false;
        Close(visit, offer, result, at);
        return true;
    }

    /// <summary>Ends all offers because one agent answered: the answerer's, if there was one, as accepted, the others as lost.</summary>
    public void EndAllAnswered(Visit visit, Agent answerer, Instant at)
    {
        if (visit.Offers.TryGet(answerer, out var own)) Close(visit, own, null, at);
        EndAll(visit, OfferResult.LostRace, at);
    }

    public void EndAll(Visit visit, OfferResult result, Instant at)
    {
        if (visit.Offers.Count == 0) return;
        foreach (var offer in visit.Offers.All.ToList()) Close(visit, offer, result, at);
    }

    private void Close(Visit visit, Offer offer, OfferResult? result, Instant at)
    {
        if (result is { } r) facts.OfferEnded(visit, offer.Row, r, at);
        facts.Gauge(visit, offer.Row, Gauge.Alerting, at, -1);
        state.Journal.Add(UndoClose, visit, offer);
        visit.Offers.Remove(offer);
        state.Journal.Save(offer.Agent);
        offer.Agent.HasMissed |= result == OfferResult.NoAnswer;
        offer.Agent.Step(visit, Gauge.Alerting, -1);
        agents.Refresh(offer.Agent, at);
    }
}
