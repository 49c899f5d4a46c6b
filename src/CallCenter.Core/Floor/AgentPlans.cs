using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>
/// Counts agents by their plans and what they do. Planned moments count when they come, or as planned when nobody advanced through them; a
/// revised plan changes nothing that has passed. Used by one thread at a time.
/// </summary>
internal sealed class AgentPlans(FloorState state, AgentMachine agents, AgentRows rows)
{
    private static readonly (PlanFlags Flag, Gauge Gauge, bool IsOfPlanAlone)[] Gauges =
    [
        (PlanFlags.Scheduled, Gauge.AgentScheduled, true), (PlanFlags.PlannedWork, Gauge.AgentPlannedWork, true),
        (PlanFlags.Paid, Gauge.AgentPaid, true), (PlanFlags.Present, Gauge.AgentPresent, false),
        (PlanFlags.AtWork, Gauge.AgentAtWork, false), (PlanFlags.Adherent, Gauge.AgentAdherent, false),
        (PlanFlags.Absent, Gauge.AgentAbsent, false),
    ];

    /// <summary>Counts the planned moments that have come.</summary>
    /// <param name="known">The agent has done since then what it does now.</param>
    public void Advance(Agent agent, Instant now, Instant known)
    {
        while (agent.PlanNext is { } next && next <= now)
        {
            state.Journal.Save(agent);
            agent.PlanAt = next;
            Count(agent, next, known);
            var rest = agent.Plan!.After(next);
            agent.Plan = rest.IsEmpty ? null : rest;
            agent.PlanNext = rest.NextAfter(next);
            state.Changes.Put(FloorItemKind.AgentLive, agent.Handle, agent);
        }
    }

    /// <summary>Counts the agent by the plan, after what it does has changed.</summary>
    public void Follow(Agent agent, Instant at)
    {
        Count(agent, Instant.Max(at, agent.PlanAt), at);
    }

    public Refusal? Apply(Agent agent, AgentEvent e, Instant at)
    {
        // Refused before anything changes.
        at = Instant.Max(at, agent.LastAt);
        var plan = (agent.Plan ?? AgentPlan.Empty).After(at);
        var refusal = e switch
        {
            AgentScheduled scheduled => RefuseShift(plan, scheduled),
            ShiftRemoved removed when !plan.Shifts.Any(s => s.Id == removed.ShiftId) => Refuse(e, $"without a shift '{removed.ShiftId}'"),
            AbsenceReported reported when plan.Absences.Count(a => a.Id != reported.AbsenceId) >= AgentPlan.PartsMax
                => Refuse(e, $"absent {AgentPlan.PartsMax} times already, the most that are kept"),
            AbsenceEnded ended when !plan.Absences.Any(a => a.Id == ended.AbsenceId)
                => Refuse(e, $"without an absence '{ended.AbsenceId}'"),
            _ => null,
        };
        if (refusal is not null) return refusal;
        var known = agent.LastAt;
        agents.Stamp(agent, at);
        Replace(agent, e switch
        {
            AgentScheduled scheduled => plan.With(ShiftOf(scheduled).From(OpenFrom(agent, at)), scheduled.ShiftId),
            ShiftRemoved removed => plan.With((Shift?)null, removed.ShiftId),
            AbsenceReported reported => plan.With(AbsenceOf(reported).From(Instant.Max(at, agent.PlanAt)), reported.AbsenceId),
            AbsenceEnded ended => plan.With((Absence?)null, ended.AbsenceId),
            _ => throw new System.Diagnostics.UnreachableException(),
        }, at, known);
        return null;
    }

    private Refusal? RefuseShift(AgentPlan plan, AgentScheduled e)
    {
        if (e.ShiftId.Length == 0) return null;
        var others = plan.Shifts.Where(s => s.Id != e.ShiftId).ToList();
        if (others.Exists(s => s.Start < e.End && e.Start < s.End)) return Refuse(e, "planned for another shift at that time");
        return others.Count >= AgentPlan.PartsMax ? Refuse(e, $"planned for {others.Count} shifts, the most that are kept") : null;
    }

    private static Shift ShiftOf(AgentScheduled e) => new(e.ShiftId, e.Start, e.End, e.Segments);

    private static Absence AbsenceOf(AbsenceReported e) => new(e.AbsenceId, e.Start, e.End, e.Reason, e.IsPaid);

    /// <summary>Takes the agent out of the gauges of its plan, or puts it back, in the rows of the time.</summary>
    public void Step(Agent agent, Instant at, int sign)
    {
        if (agent.Counted.Flags == PlanFlags.None) return;
        if (sign > 0) agent.Counted = agent.Counted with { AbsentRow = RowOf(agent, agent.Counted.Flags, agent.Counted.Reason) };
        at = Instant.Max(at, agent.PlanAt);
        foreach (var (flag, gauge, _) in Gauges)
        {
            if (agent.Counted.Flags.HasFlag(flag)) state.Deltas.Step(RowOf(agent, flag), gauge, at, sign);
        }
    }

    /// <summary>Finds the rows of a restored agent.</summary>
    public void Restore(Agent agent)
        => agent.Counted = agent.Counted with { AbsentRow = RowOf(agent, agent.Counted.Flags, agent.Counted.Reason) };

    // The time before is counted: on a shift up to now, else up to the last planned moment.
    private static Instant OpenFrom(Agent agent, Instant at) => agent.OnShift ? Instant.Max(at, agent.PlanAt) : agent.PlanAt;

    private void Replace(Agent agent, AgentPlan plan, Instant at, Instant known)
    {
        var from = OpenFrom(agent, at);
        state.Journal.Save(agent);
        agent.PlanAt = from;
        agent.Plan = plan.IsEmpty ? null : plan;
        Count(agent, from, known);
        agent.PlanNext = plan.NextAfter(from);
        state.Changes.Put(FloorItemKind.AgentLive, agent.Handle, agent);
        Advance(agent, at, known);
    }

    /// <param name="at">Not before <see cref="Agent.PlanAt"/>.</param>
    private void Count(Agent agent, Instant at, Instant known)
    {
        var planned = agent.Plan?.At(at);
        var flags = planned is { } activity ? FlagsOf(agent.Activity, activity) : PlanFlags.None;
        var reason = flags.HasFlag(PlanFlags.Absent) ? planned?.Absence?.Reason ?? "" : "";
        var before = agent.Counted;
        if (flags == before.Flags && reason == before.Reason) return;
        state.Journal.Save(agent);
        var left = before.Flags & ~flags;
        var entered = flags & ~before.Flags;
        if (reason != before.Reason) (left, entered) = (left | before.Flags & PlanFlags.Absent, entered | flags & PlanFlags.Absent);
        var ofState = Instant.Max(at, known);
        foreach (var (flag, gauge, isOfPlanAlone) in Gauges)
        {
            if (left.HasFlag(flag)) state.Deltas.Step(RowOf(agent, flag), gauge, isOfPlanAlone ? at : ofState, -1);
        }
        agent.Counted = new PlanCount(flags, reason, RowOf(agent, flags, reason));
        foreach (var (flag, gauge, isOfPlanAlone) in Gauges)
        {
            if (entered.HasFlag(flag)) state.Deltas.Step(RowOf(agent, flag), gauge, isOfPlanAlone ? at : ofState, 1);
        }
        state.Changes.Put(FloorItemKind.AgentLive, agent.Handle, agent);
    }

    private static PlanFlags FlagsOf(Activity now, PlannedActivity planned)
    {
        var isLoggedIn = now.Gauge is not null;
        var isResting = now.Gauge is Gauge.AgentOnBreak;
        var isAside = now.Gauge is Gauge.AgentNotReady;
        var isAtWork = (isLoggedIn && !isResting && !isAside) || now.IsProductive;
        var isAsPlanned = planned.Activity switch
        {
            ShiftActivity.Work => isAtWork,
            ShiftActivity.Break or ShiftActivity.Meal => isResting || (isAside && !now.IsProductive),
            ShiftActivity.Training or ShiftActivity.Meeting => isAside,
            _ => isLoggedIn,
        };
        var flags = PlanFlags.Scheduled;
        if (planned.IsPaid) flags |= PlanFlags.Paid;
        if (isAtWork) flags |= PlanFlags.AtWork;
        if (isAsPlanned && planned.Absence is null) flags |= PlanFlags.Adherent;
        if (!planned.IsRest) flags |= PlanFlags.PlannedWork | (isLoggedIn ? PlanFlags.Present : PlanFlags.Absent);
        return flags;
    }

    private int RowOf(Agent agent, PlanFlags flag) => flag == PlanFlags.Absent ? agent.Counted.AbsentRow : rows.Of(agent);

    private int RowOf(Agent agent, PlanFlags flags, string reason)
        => !flags.HasFlag(PlanFlags.Absent) ? 0 : reason.Length == 0 ? rows.Of(agent) : rows.OfReason(agent, reason);

    private static Refusal Refuse(AgentEvent e, string state) => Refusal.OfAgent(e.Agent, state, e.GetType().Name);
}
