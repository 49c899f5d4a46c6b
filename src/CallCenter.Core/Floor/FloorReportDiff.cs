using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;

namespace CallCenter.Core.Floor;

/// <summary>Brings the floor in line with a report of everything that is live at the source.</summary>
internal sealed class FloorReportDiff(FloorState state, VisitMachine visits, AgentMachine agents)
{
    /// <summary>Refuses a report that would take the source over a limit; not one that adds nothing, whatever the limit.</summary>
    public Refusal? RefuseOverLimit(FloorReported report)
    {
        if (report.Visits.Count > state.Visits.Count && state.Limits.RefuseVisits(report.Visits.Count) is { } visits) return visits;
        var added = report.Agents.Count(a => !state.Agents.ContainsKey(a.Agent));
        if (added > 0 && state.Limits.RefuseAgents(state.Agents.Count + added) is { } agents) return agents;
        return report.Agents.Select(a => state.Limits.RefuseMemberships(a.Memberships.Count, a.Agent)).FirstOrDefault(r => r is not null);
    }

    /// <summary>Returns the number of visits that are gone and were ended by inference.</summary>
    /// <param name="oldest">Start of the history kept. Earlier moments of a visit count there.</param>
    public int Apply(FloorReported report, Instant at, Instant receivedAt, Instant oldest)
    {
        var reported = report.Visits.Select(v => Within(v, oldest, at)).ToDictionary(v => v.VisitId, StringComparer.Ordinal);
        var ghosts = 0;
        foreach (var visit in state.Visits.Values.ToList())
        {
            if (StillLive(visit, reported)) continue;
            if (visit.State != VisitState.WrapUp) ghosts++;
            visits.GiveUp(visit, at);
        }
        SetAgents(report.Agents, at);
        foreach (var live in report.Visits) Adopt(reported[live.VisitId], at, receivedAt);
        return ghosts;
    }

    // Nothing that is live began after the report, whatever the source's clock says.
    private static LiveVisit Within(LiveVisit live, Instant oldest, Instant at)
    {
        Instant Clamp(Instant time) => Instant.Max(oldest, Instant.Min(time, at));
        return live with
        {
            QueuedAt = Clamp(live.QueuedAt),
            AnsweredAt = Clamp(live.AnsweredAt),
            HeldAt = live.HeldAt is { } held ? Clamp(held) : null,
        };
    }

    // A platform does not report after-call work; a visit whose id now names another stay in a queue is gone.
    private static bool StillLive(Visit visit, Dictionary<string, LiveVisit> reported)
    {
        if (visit.State == VisitState.WrapUp) return true;
        if (!reported.TryGetValue(visit.Id, out var live)) return false;
        return live.Traits.Queue == visit.Traits.Queue && (live.Agent.Length > 0 || visit.State == VisitState.Waiting);
    }

    private void Adopt(LiveVisit live, Instant at, Instant receivedAt)
    {
        if (!state.Visits.TryGetValue(live.VisitId, out var known))
        {
            if (live.Agent.Length > 0) visits.AdoptConnected(live, receivedAt);
            else visits.AdoptWaiting(live, receivedAt);
            return;
        }
        state.Journal.Save(known);
        known.SeenAt = receivedAt;
        state.Changes.Put(FloorItemKind.VisitLive, known.Handle, known);
        if (known.State == VisitState.Waiting && live.Agent.Length > 0) Answer(known, live, receivedAt);
        if (known.State == VisitState.Talking && live.HeldAt is { } heldAt)
            visits.Apply(new VisitHeld(live.VisitId) { OccurredAt = heldAt }, heldAt, receivedAt);
        else if (known.State == VisitState.OnHold && live.HeldAt is null)
            visits.Apply(new VisitResumed(live.VisitId) { OccurredAt = at }, at, receivedAt);
    }

    // Answered during the gap; the source knows when, so the answer counts.
    private void Answer(Visit known, LiveVisit live, Instant receivedAt)
    {
        var answeredAt = Instant.Max(known.QueuedAt, live.AnsweredAt);
        visits.Apply(
            new VisitAnswered(live.VisitId, live.Agent, answeredAt - known.QueuedAt, TimeSpan.Zero) { OccurredAt = answeredAt },
            answeredAt, receivedAt);
    }

    private void SetAgents(IReadOnlyList<LiveAgent> live, Instant at)
    {
        var reported = live.Select(a => a.Agent).ToHashSet(StringComparer.Ordinal);
        foreach (var agent in state.Agents.Values)
        {
            if (reported.Contains(agent.Id)) continue;
            foreach (var queue in agent.Memberships.Keys.ToList()) agents.Leave(agent, queue, at);
            if (agent.Presence != Presence.Offline) agents.SetPresence(agent, Presence.Offline, "", at);
        }
        foreach (var one in live) SetAgent(agents.GetOrAdd(one.Agent), one, at);
    }

    private void SetAgent(Agent agent, LiveAgent live, Instant at)
    {
        var queues = live.Memberships.Select(m => m.Queue).ToHashSet(StringComparer.Ordinal);
        foreach (var queue in agent.Memberships.Keys.Where(q => !queues.Contains(q)).ToList()) agents.Leave(agent, queue, at);
        agents.SetPresence(agent, live.Presence, live.Reason, at);
        foreach (var membership in live.Memberships) agents.Join(agent, membership.Queue, membership.State, membership.Reason, at);
    }
}
