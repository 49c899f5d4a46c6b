using CallCenter.Core.Identity;

namespace CallCenter.Core.Floor;

/// <summary>Applies the passing of time to a floor: plans of agents, visits whose end will not come, agents long gone. Each change is
/// accepted or undone by itself. Used by one thread at a time.</summary>
internal sealed class FloorTimers(
    FloorState state, VisitMachine visits, AgentMachine agents, ContactMachine contacts, ContactLives lives, Overtaking overtaking,
    int sourceRow)
{
    /// <returns>The first defect; what the server failed on stays as it is and is not tried again.</returns>
    public Exception? Advance(Instant now)
    {
        Exception? defect = null;
        foreach (var agent in state.Agents.Values.Where(a => AgentMachine.IsPlanDue(a, now)).ToList())
        {
            var failed = Try(() => agents.Advance(agent, now));
            defect ??= failed;
        }
        foreach (var visit in state.Visits.Values.Where(v => IsOver(v, now)).ToList())
        {
            var failed = Try(() => GiveUp(visit, now));
            visit.IsStuck = failed is not null;
            defect ??= failed;
        }
        foreach (var contact in state.Contacts.Values.Where(c => now > contacts.EndOf(c)).ToList())
        {
            var failed = Try(() => lives.GiveUp(contact, now));
            defect ??= failed;
        }
        overtaking.Forget(state.Visits.Values);
        state.Customers.Advance(now);
        foreach (var agent in state.Agents.Values.Where(a => IsForgotten(a, now)).ToList()) state.Remove(agent);
        state.Accept();
        return defect;
    }

    /// <summary>When silence would end the first of the live visits, or a contact that waits for another visit; null without
    /// one.</summary>
    public Instant? NextEnd()
    {
        Instant? next = null;
        foreach (var visit in state.Visits.Values.Where(v => !v.IsStuck))
        {
            var end = EndOf(visit);
            if (next is null || end < next) next = end;
        }
        foreach (var contact in state.Contacts.Values)
        {
            if (contacts.EndOf(contact) is { } end && (next is null || end < next)) next = end;
        }
        if (state.Customers.NextFinal is { } final && (next is null || final < next)) next = final;
        return next;
    }

    private Instant EndOf(Visit visit) => visit.State == VisitState.WrapUp
        ? Instant.Max(visit.EndedAt, visit.SeenAt) + state.Options.WrapUpMax
        : visit.SeenAt + state.Options.SilentVisitMax.Of(visit.Traits.Channel);

    private Exception? Try(Action change)
    {
        try
        {
            change();
            state.Accept();
            return null;
        }
        catch (Exception defect)
        {
            state.RollBack();
            return defect;
        }
    }

    private void GiveUp(Visit visit, Instant now)
    {
        if (DetectorOf(visit, now) is { } detector) state.CountGhosts(sourceRow, now, detector, 1);
        visits.GiveUp(visit, now);
    }

    private bool IsForgotten(Agent agent, Instant now) => agent.IsGone
        && now - agent.LastAt > (agent.IsDescribed ? state.Options.DescribedAgentKept : state.Options.AgentKept);

    private bool IsOver(Visit visit, Instant now)
    {
        if (visit.IsStuck) return false;
        return visit.State == VisitState.WrapUp ? now > EndOf(visit) : DetectorOf(visit, now) is not null;
    }

    // After-call work is no ghost: its visit is over.
    private GhostDetector? DetectorOf(Visit visit, Instant now)
    {
        if (visit.State == VisitState.WrapUp) return null;
        if (now > EndOf(visit)) return GhostDetector.Silence;
        return overtaking.IsGhost(visit) ? GhostDetector.Order : null;
    }
}
