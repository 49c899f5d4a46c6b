using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>An agent who joined a conversation: asked by the visit's own agent, or beside the customer.</summary>
internal sealed record Leg(Agent Agent, ConversationRole Role, Instant Since, int Row);

/// <summary>Lets agents join and leave conversations. To the agent a leg is a conversation like any other. Used by one thread at a
/// time.</summary>
internal sealed class ConsultDesk(FloorState state, AgentMachine agents, VisitFacts facts, VisitRows rows)
{
    private static readonly FloorJournal.Undo UndoLegs = static (desk, former) => ((Former)former).GiveBackTo((ConsultDesk)desk);

    public Refusal? Join(Visit visit, ConversationJoined e, Instant at)
    {
        if (!visit.IsConnected) return Refusal.OfVisit(visit.Id, visit.StateName, nameof(ConversationJoined));
        if (visit.Agent!.Id == e.Agent) return Refusal.OfVisit(visit.Id, $"answered by '{e.Agent}'", nameof(ConversationJoined));
        if (agents.RefuseNew(e.Agent) is { } full) return full;
        var former = Find(visit, e.Agent);
        if (former?.Role == e.Role) return Refusal.OfVisit(visit.Id, $"joined by '{e.Agent}'", nameof(ConversationJoined));
        if (state.Limits.RefuseOffers(visit.Legs.Count + 1, visit.Id) is { } tooMany) return tooMany;
        var agent = agents.GetOrAdd(e.Agent);
        var leg = new Leg(agent, e.Role, at, rows.Of(visit, agent));
        if (former is not null) facts.Parted(visit, former, at);
        facts.Joined(visit, leg);
        Set(visit, [.. visit.Legs.Where(l => l != former), leg]);
        if (former is null) Step(visit, leg, at, 1);
        return null;
    }

    public Refusal? Leave(Visit visit, ConversationLeft e, Instant at)
    {
        if (Find(visit, e.Agent) is not { } leg) return Refusal.OfVisit(visit.Id, $"not joined by '{e.Agent}'", nameof(ConversationLeft));
        End(visit, leg, at);
        return null;
    }

    /// <summary>The conversation is over.</summary>
    public void EndAll(Visit visit, Instant at)
    {
        foreach (var leg in visit.Legs) End(visit, leg, at);
    }

    /// <summary>Replaces the legs of a visit that moves to other rows.</summary>
    public void Move(Visit visit, Func<Leg, Leg> moved)
    {
        if (visit.Legs.Count > 0) Set(visit, [.. visit.Legs.Select(moved)]);
    }

    private void End(Visit visit, Leg leg, Instant at)
    {
        facts.Parted(visit, leg, at);
        Set(visit, [.. visit.Legs.Where(l => l != leg)]);
        Step(visit, leg, at, -1);
    }

    private void Set(Visit visit, IReadOnlyList<Leg> legs)
    {
        state.Journal.Add(UndoLegs, this, new Former(visit, visit.Legs));
        Put(visit, legs);
    }

    private void Put(Visit visit, IReadOnlyList<Leg> legs)
    {
        visit.Legs = legs;
        if (legs.Count > 0) state.Changes.Put(FloorItemKind.VisitLegs, visit.Handle, visit);
        else state.Changes.Remove(FloorItemKind.VisitLegs, visit.Handle);
    }

    private void Step(Visit visit, Leg leg, Instant at, int step)
    {
        facts.Gauge(visit, leg.Row, Gauge.Joined, at, step);
        state.Journal.Save(leg.Agent);
        leg.Agent.Step(visit, Gauge.Talking, step);
        agents.Refresh(leg.Agent, at);
    }

    private sealed record Former(Visit Visit, IReadOnlyList<Leg> Legs)
    {
        public void GiveBackTo(ConsultDesk desk) => desk.Put(Visit, Legs);
    }

    private static Leg? Find(Visit visit, string agent) => visit.Legs.FirstOrDefault(leg => leg.Agent.Id == agent);
}
