using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>Takes the events of visits: waiting, offered, connected, held, over, in wrap-up. Used by one loop only.</summary>
internal sealed class VisitMachine
{
    private readonly FloorState _state;
    private readonly AgentMachine _agents;
    private readonly VisitFacts _facts;
    private readonly OfferDesk _offers;

    public VisitMachine(FloorState state, AgentMachine agents)
    {
        (_state, _agents) = (state, agents);
        _facts = new VisitFacts(state.Deltas);
        _offers = new OfferDesk(agents, _facts);
    }

    public Refusal? Apply(VisitEvent e, Instant at, Instant receivedAt)
    {
        if (e is VisitQueued queued) return Queue(queued, at, receivedAt);
        if (!_state.Visits.TryGetValue(e.VisitId, out var visit)) return Refusal.OfVisit(e.VisitId, "not live", NameOf(e));
        at = Instant.Max(visit.LastAt, at);
        var refusal = e switch
        {
            VisitOffered offered => Offer(visit, offered, at),
            OfferEnded ended => EndOffer(visit, ended, at),
            VisitAnswered answered => Answer(visit, answered, at),
            VisitHeld held => Hold(visit, held, at),
            VisitResumed resumed => Resume(visit, resumed, at),
            VisitEnded ended => End(visit, ended, at),
            WrapUpEnded ended => EndWrapUp(visit, ended, at),
            VisitExcluded excluded => Exclude(visit, excluded, at),
            MessageSent sent => Message(visit, sent, at),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (refusal is not null) return refusal;
        visit.Stamp(at);
        visit.SeenAt = receivedAt;
        if (_state.Visits.ContainsKey(visit.Id)) _state.Changes.Put(FloorItemKind.VisitLive, visit.Handle, visit);
        return null;
    }

    public Visit Start(string id, string contactId, VisitTraits traits, Instant queuedAt, Instant receivedAt)
    {
        var visit = new Visit(_state.NextVisitHandle(), id, contactId, traits, queuedAt)
        {
            QueueRow = _state.Rows.NumberOf(RowKey.OfVisit(traits)),
            SeenAt = receivedAt,
        };
        _state.Visits.Add(id, visit);
        _state.Changes.Put(FloorItemKind.VisitFixed, visit.Handle, visit);
        _state.Changes.Put(FloorItemKind.VisitLive, visit.Handle, visit);
        return visit;
    }

    private Refusal? Queue(VisitQueued e, Instant at, Instant receivedAt)
    {
        if (_state.Visits.TryGetValue(e.VisitId, out var live)) return Refuse(live, e);
        var visit = Start(e.VisitId, e.ContactId, e.Traits, at, receivedAt);
        _facts.Queued(visit);
        _facts.Gauge(visit, visit.QueueRow, Gauge.Waiting, at, 1);
        return null;
    }

    /// <summary>Takes over a visit that a floor report found waiting: its arrival is known, so it counts.</summary>
    public void AdoptWaiting(LiveVisit live, Instant receivedAt)
    {
        var visit = Start(live.VisitId, live.ContactId, live.Traits, live.QueuedAt, receivedAt);
        _facts.Queued(visit);
        _facts.Gauge(visit, visit.QueueRow, Gauge.Waiting, live.QueuedAt, 1);
    }

    /// <summary>Takes over a visit that a floor report found connected: seen half, it is in no count, only in the gauges.</summary>
    public void AdoptConnected(LiveVisit live, Instant receivedAt)
    {
        var visit = Start(live.VisitId, live.ContactId, live.Traits, live.QueuedAt, receivedAt);
        visit.CountsFacts = false;
        Connect(visit, _agents.GetOrAdd(live.Agent), visit.Stamp(live.AnsweredAt));
        if (live.HeldAt is { } heldAt) Hold(visit, new VisitHeld(live.VisitId) { OccurredAt = heldAt }, visit.Stamp(heldAt));
    }

    private Refusal? Offer(Visit visit, VisitOffered e, Instant at)
    {
        if (visit.State != VisitState.Waiting) return Refuse(visit, e);
        var agent = _agents.GetOrAdd(e.Agent);
        if (visit.Offers.Exists(o => o.Agent == agent)) return Refuse(visit, e);
        _offers.Open(visit, agent, RowOf(visit, agent), at);
        return null;
    }

    private Refusal? EndOffer(Visit visit, OfferEnded e, Instant at) => _offers.End(visit, e.Agent, e.Result, at) ? null : Refuse(visit, e);

    private Refusal? Answer(Visit visit, VisitAnswered e, Instant at)
    {
        if (visit.State != VisitState.Waiting) return Refuse(visit, e);
        var agent = _agents.GetOrAdd(e.Agent);
        visit.WaitMs = Milliseconds(e.ReportedWait) ?? at.UnixMs - visit.QueuedAt.UnixMs;
        var own = visit.Offers.FindIndex(o => o.Agent == agent);
        visit.RingMs = Milliseconds(e.ReportedRing) ?? (own < 0 ? 0 : at.UnixMs - visit.Offers[own].Since.UnixMs);
        _facts.Gauge(visit, visit.QueueRow, Gauge.Waiting, at, -1);

        // Connect before the rings end, so that the agent goes from ringing to talking and not through available.
        Connect(visit, agent, at);
        _offers.EndAllAnswered(visit, agent, at);
        _facts.Answered(visit);
        return null;
    }

    private void Connect(Visit visit, Agent agent, Instant at)
    {
        visit.State = VisitState.Talking;
        visit.Agent = agent;
        visit.AnsweredAt = at;
        visit.AgentRow = RowOf(visit, agent);
        _facts.Gauge(visit, visit.AgentRow, Gauge.Talking, at, 1);
        agent.Talking++;
        _agents.Refresh(agent, at);
    }

    private Refusal? Hold(Visit visit, VisitHeld e, Instant at)
    {
        if (visit.State != VisitState.Talking) return Refuse(visit, e);
        visit.State = VisitState.OnHold;
        visit.HeldSince = at;
        visit.Holds++;
        _facts.Gauge(visit, visit.AgentRow, Gauge.Talking, at, -1);
        _facts.Gauge(visit, visit.AgentRow, Gauge.OnHold, at, 1);
        visit.Agent!.Talking--;
        visit.Agent.OnHold++;
        _agents.Refresh(visit.Agent, at);
        return null;
    }

    private Refusal? Resume(Visit visit, VisitResumed e, Instant at)
    {
        if (visit.State != VisitState.OnHold) return Refuse(visit, e);
        visit.State = VisitState.Talking;
        visit.HoldMs += at.UnixMs - visit.HeldSince.UnixMs;
        _facts.Gauge(visit, visit.AgentRow, Gauge.OnHold, at, -1);
        _facts.Gauge(visit, visit.AgentRow, Gauge.Talking, at, 1);
        visit.Agent!.OnHold--;
        visit.Agent.Talking++;
        _agents.Refresh(visit.Agent, at);
        return null;
    }

    private Refusal? End(Visit visit, VisitEnded e, Instant at)
    {
        var fits = e.Outcome switch
        {
            <= VisitOutcome.TransferredConsult => visit.IsConnected,
            <= VisitOutcome.CallbackRequested => visit.State == VisitState.Waiting,
            _ => visit.State != VisitState.WrapUp,
        };
        if (!fits) return Refuse(visit, e);
        if (visit.State == VisitState.Waiting) Leave(visit, e.Outcome, Milliseconds(e.ReportedWait), at);
        else Complete(visit, e, at);
        return null;
    }

    private void Leave(Visit visit, VisitOutcome outcome, long? reportedWaitMs, Instant at)
    {
        visit.WaitMs = reportedWaitMs ?? at.UnixMs - visit.QueuedAt.UnixMs;
        _facts.Gauge(visit, visit.QueueRow, Gauge.Waiting, at, -1);
        _offers.EndAll(visit, OfferResult.Canceled, at);
        _facts.Left(visit, outcome, at);
        Forget(visit);
    }

    private void Complete(Visit visit, VisitEnded e, Instant at)
    {
        var agent = visit.Agent!;
        if (visit.State == VisitState.OnHold) visit.HoldMs += at.UnixMs - visit.HeldSince.UnixMs;
        var talkMs = Milliseconds(e.ReportedTalk) ?? at.UnixMs - visit.AnsweredAt.UnixMs;
        _facts.Completed(visit, e.Outcome, at, talkMs);
        Disconnect(visit, at);
        if (e.WrapUpFollows && e.Outcome != VisitOutcome.Lost)
        {
            visit.State = VisitState.WrapUp;
            visit.WrapUpSince = at;
            _facts.Gauge(visit, visit.AgentRow, Gauge.WrapUp, at, 1);
            agent.InWrapUp++;
        }
        else
        {
            Forget(visit);
        }
        _agents.Refresh(agent, at);
    }

    private void Disconnect(Visit visit, Instant at)
    {
        var agent = visit.Agent!;
        if (visit.State == VisitState.Talking)
        {
            _facts.Gauge(visit, visit.AgentRow, Gauge.Talking, at, -1);
            agent.Talking--;
        }
        else
        {
            _facts.Gauge(visit, visit.AgentRow, Gauge.OnHold, at, -1);
            agent.OnHold--;
        }
    }

    private Refusal? EndWrapUp(Visit visit, WrapUpEnded e, Instant at)
    {
        if (visit.State != VisitState.WrapUp) return Refuse(visit, e);
        _facts.WrappedUp(visit, at);
        LeaveWrapUp(visit, at);
        return null;
    }

    private void LeaveWrapUp(Visit visit, Instant at)
    {
        _facts.Gauge(visit, visit.AgentRow, Gauge.WrapUp, at, -1);
        visit.Agent!.InWrapUp--;
        Forget(visit);
        _agents.Refresh(visit.Agent, at);
    }

    /// <summary>Ends a visit whose end will not be seen: lost, or out of wrap-up with no time counted.</summary>
    public void GiveUp(Visit visit, Instant at)
    {
        at = visit.Stamp(at);
        if (visit.State == VisitState.WrapUp) LeaveWrapUp(visit, at);
        else if (visit.State == VisitState.Waiting) Leave(visit, VisitOutcome.Lost, null, at);
        else Complete(visit, new VisitEnded(visit.Id, VisitOutcome.Lost, null, null, false) { OccurredAt = at }, at);
    }

    private Refusal? Exclude(Visit visit, VisitExcluded e, Instant at)
    {
        if (visit.Excluded || visit.State == VisitState.WrapUp) return Refuse(visit, e);
        Revert(visit, at);
        var row = _state.Rows.NumberOf(RowKey.OfVisit(visit.Traits) with { Reason = e.Reason });
        _state.Deltas.Count(row, Measure.Excluded, at, 1);
        visit.Excluded = true;
        visit.CountsFacts = false;
        return null;
    }

    // Waiting is undone at the moments it was counted at, so that arrivals and leavings still balance in every window.
    private void Revert(Visit visit, Instant at)
    {
        if (visit.CountsFacts)
        {
            _facts.Queued(visit, -1);
            _facts.Gauge(visit, visit.QueueRow, Gauge.Waiting, visit.QueuedAt, -1);
        }
        _facts.RevertCounted(visit);
        foreach (var offer in visit.Offers) _facts.Gauge(visit, offer.Row, Gauge.Alerting, at, -1);
        if (!visit.IsConnected) return;
        if (visit.CountsFacts)
        {
            _facts.Answered(visit, -1);
            _facts.Gauge(visit, visit.QueueRow, Gauge.Waiting, visit.AnsweredAt, 1);
        }
        _facts.Gauge(visit, visit.AgentRow, visit.State == VisitState.Talking ? Gauge.Talking : Gauge.OnHold, at, -1);
    }

    private Refusal? Message(Visit visit, MessageSent e, Instant at)
    {
        if (visit.State == VisitState.WrapUp) return Refuse(visit, e);
        _facts.Message(visit, e.Author, at);
        return null;
    }

    private void Forget(Visit visit)
    {
        _state.Visits.Remove(visit.Id);
        _state.Changes.Remove(FloorItemKind.VisitFixed, visit.Handle);
        _state.Changes.Remove(FloorItemKind.VisitLive, visit.Handle);
    }

    private int RowOf(Visit visit, Agent agent)
    {
        if (agent.ContactRows.TryGetValue(visit.QueueRow, out var row)) return row;
        row = _state.Rows.NumberOf(RowKey.OfVisit(visit.Traits) with { Agent = agent.Id, Team = agent.Team, Seniority = agent.Seniority });
        agent.ContactRows.Add(visit.QueueRow, row);
        return row;
    }

    private static Refusal Refuse(Visit visit, VisitEvent e) => Refusal.OfVisit(visit.Id, visit.StateName, NameOf(e));

    private static string NameOf(SourceEvent e) => e.GetType().Name;

    private static long? Milliseconds(TimeSpan? span) => span is { } s ? (long)s.TotalMilliseconds : null;
}
