using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>Applies the events of visits: waiting, offered, connected, held, over, in wrap-up. Used by one thread at a time.</summary>
internal sealed class VisitMachine
{
    private readonly FloorState _state;
    private readonly AgentMachine _agents;
    private readonly VisitFacts _facts;
    private readonly VisitRows _rows;
    private readonly ContactMachine _contacts;
    private readonly OfferDesk _offers;
    private readonly ConsultDesk _consults;
    private readonly Conversation _conversations;
    private readonly Revisions _revisions;
    private readonly TagSets _tags;

    public VisitMachine(FloorState state, AgentMachine agents, VisitFacts facts, ContactMachine contacts, TagSets tags)
    {
        (_state, _agents, _facts, _contacts, _tags) = (state, agents, facts, contacts, tags);
        _rows = new VisitRows(state);
        _offers = new OfferDesk(state, agents, _facts);
        _consults = new ConsultDesk(state, agents, _facts, _rows);
        _conversations = new Conversation(state, _facts);
        var counts = new VisitCounts(state, _facts);
        _revisions = new Revisions(
            state, new Exclusions(state, facts, counts, contacts), new Reclassification(state, counts, _offers, _consults, contacts, tags));
    }

    public Refusal? Apply(VisitEvent e, Instant at, Instant receivedAt)
    {
        if (e is VisitQueued queued) return Queue(queued, at, receivedAt);
        if (!_state.Visits.TryGetValue(e.VisitId, out var visit)) return _revisions.ApplyToFinished(e, receivedAt);
        at = Instant.Max(visit.LastAt, at);
        _state.Journal.Save(visit);
        var refusal = e switch
        {
            VisitOffered offered => Offer(visit, offered, at),
            OfferEnded ended => EndOffer(visit, ended, at),
            VisitAnswered answered => Answer(visit, answered, at),
            VisitHeld held => Hold(visit, held, at),
            VisitResumed resumed => Resume(visit, resumed, at),
            VisitEnded ended => End(visit, ended, at),
            WrapUpEnded ended => EndWrapUp(visit, ended, at),
            VisitExcluded or ContactClassified => _revisions.Apply(visit, e, at),
            ConversationJoined joined => _consults.Join(visit, joined, at),
            ConversationLeft left => _consults.Leave(visit, left, at),
            MessageSent sent => Message(visit, sent, at),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (refusal is not null) return refusal;
        visit.Stamp(at);
        visit.SeenAt = receivedAt;
        if (_state.Visits.ContainsKey(visit.Id)) _state.Changes.Put(FloorItemKind.VisitLive, visit.Handle, visit);
        else _contacts.SeenEnd(visit);
        return null;
    }

    public Visit Start(string id, string contactId, VisitTraits traits, Instant queuedAt, Instant receivedAt)
    {
        traits = _tags.Admit(traits);
        var visit = new Visit(_state.NextVisitHandle(), id, contactId, traits, queuedAt)
        {
            QueueRow = _state.Rows.NumberOf(RowKey.OfVisit(traits)),
            SeenAt = receivedAt,
        };
        _state.Add(visit);
        return visit;
    }

    private Refusal? Queue(VisitQueued e, Instant at, Instant receivedAt)
    {
        if (_state.Visits.TryGetValue(e.VisitId, out var live)) return Refuse(live, e);
        if (_state.Limits.RefuseVisits(_state.Visits.Count + 1) is { } full) return full;
        Wait(Start(e.VisitId, e.ContactId, e.Traits, at, receivedAt), at, e.CustomerId, e.ExcludedFor);
        return null;
    }

    /// <summary>Adds a visit that a floor report found waiting. Its arrival is known, so it counts.</summary>
    public void AdoptWaiting(LiveVisit live, Instant receivedAt)
        => Wait(
            Start(live.VisitId, live.ContactId, live.Traits, live.QueuedAt, receivedAt), live.QueuedAt, customerId: "", live.ExcludedFor);

    private void Wait(Visit visit, Instant at, string customerId, string? excludedFor)
    {
        _facts.Queued(visit);
        _facts.ArrivedAs(visit);
        _conversations.Began(visit);
        _facts.Gauge(visit, visit.QueueRow, Gauge.Waiting, at, 1);
        _contacts.Joined(visit);
        _state.Customers.Began(visit, customerId);
        _revisions.ExcludeByRule(visit, excludedFor, at);
    }

    /// <summary>Adds a visit that a floor report found connected. Its beginning was not seen, so it is in the gauges only.</summary>
    public void AdoptConnected(LiveVisit live, Instant receivedAt)
    {
        var visit = Start(live.VisitId, live.ContactId, live.Traits, live.QueuedAt, receivedAt);
        _state.Journal.Save(visit);
        visit.CountsFacts = false;
        _contacts.Joined(visit);
        _state.Customers.Began(visit, customerId: "");
        Connect(visit, _agents.GetOrAdd(live.Agent), visit.Stamp(live.AnsweredAt));
        if (live.HeldAt is { } heldAt) Hold(visit, new VisitHeld(live.VisitId) { OccurredAt = heldAt }, visit.Stamp(heldAt));
        _revisions.ExcludeByRule(visit, live.ExcludedFor, visit.LastAt);
    }

    private Refusal? Offer(Visit visit, VisitOffered e, Instant at)
    {
        if (visit.State != VisitState.Waiting) return Refuse(visit, e);
        if (_agents.RefuseNew(e.Agent) is { } full) return full;
        if (_state.Limits.RefuseOffers(visit.Offers.Count + 1, visit.Id) is { } tooMany) return tooMany;
        var agent = _agents.GetOrAdd(e.Agent);
        if (visit.Offers.Contains(agent)) return Refuse(visit, e);
        _offers.Open(visit, agent, _rows.Of(visit, agent), at);
        return null;
    }

    private Refusal? EndOffer(Visit visit, OfferEnded e, Instant at) => _offers.End(visit, e.Agent, e.Result, at) ? null : Refuse(visit, e);

    private Refusal? Answer(Visit visit, VisitAnswered e, Instant at)
    {
        if (visit.State != VisitState.Waiting) return Refuse(visit, e);
        if (_agents.RefuseNew(e.Agent) is { } full) return full;
        var agent = _agents.GetOrAdd(e.Agent);
        visit.WaitMs = Milliseconds(e.ReportedWait) ?? at.UnixMs - visit.QueuedAt.UnixMs;
        visit.RingMs = Milliseconds(e.ReportedRing) ?? (visit.Offers.TryGet(agent, out var own) ? at.UnixMs - own.Since.UnixMs : 0);
        _facts.Gauge(visit, visit.QueueRow, Gauge.Waiting, at, -1);

        // Connect before the offers end, so that the agent goes from ringing to talking without being available in between.
        Connect(visit, agent, at);
        _offers.EndAllAnswered(visit, agent, at);
        _facts.Answered(visit);
        _facts.WaitIsOver(visit);
        _contacts.Answered(visit);
        _state.Customers.Answered(visit);
        return null;
    }

    private void Connect(Visit visit, Agent agent, Instant at)
    {
        visit.State = VisitState.Talking;
        visit.Agent = agent;
        visit.AnsweredAt = at;
        visit.AgentRow = _rows.Of(visit, agent);
        _facts.Gauge(visit, visit.AgentRow, Gauge.Talking, at, 1);
        _state.Journal.Save(agent);
        agent.Step(visit, Gauge.Talking, 1);
        _agents.Refresh(agent, at);
    }

    private Refusal? Hold(Visit visit, VisitHeld e, Instant at)
    {
        if (visit.State != VisitState.Talking) return Refuse(visit, e);
        visit.State = VisitState.OnHold;
        visit.HeldSince = at;
        visit.Holds++;
        StepOnHold(visit, at, 1);
        return null;
    }

    private Refusal? Resume(Visit visit, VisitResumed e, Instant at)
    {
        if (visit.State != VisitState.OnHold) return Refuse(visit, e);
        visit.State = VisitState.Talking;
        visit.HoldMs += at.UnixMs - visit.HeldSince.UnixMs;
        StepOnHold(visit, at, -1);
        return null;
    }

    private void StepOnHold(Visit visit, Instant at, int step)
    {
        var agent = visit.Agent!;
        _facts.Gauge(visit, visit.AgentRow, Gauge.Talking, at, -step);
        _facts.Gauge(visit, visit.AgentRow, Gauge.OnHold, at, step);
        _state.Journal.Save(agent);
        agent.Step(visit, Gauge.Talking, -step);
        agent.Step(visit, Gauge.OnHold, step);
        _agents.Refresh(agent, at);
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
        _conversations.Ending(visit, e.Outcome, at);
        if (visit.State == VisitState.Waiting) Leave(visit, e.Outcome, Milliseconds(e.ReportedWait), at);
        else Complete(visit, e, at);
        return null;
    }

    private void Leave(Visit visit, VisitOutcome outcome, long? reportedWaitMs, Instant at)
    {
        visit.WaitMs = reportedWaitMs ?? at.UnixMs - visit.QueuedAt.UnixMs;
        _facts.Gauge(visit, visit.QueueRow, Gauge.Waiting, at, -1);
        visit.EndedRingingOrHeld = visit.Offers.Count > 0;
        _offers.EndAll(visit, OfferResult.Canceled, at);
        (visit.Outcome, visit.EndedAt) = (outcome, at);
        _facts.Left(visit);
        _facts.WaitIsOver(visit);
        _contacts.Left(visit);
        if (outcome == VisitOutcome.Abandoned) _state.Customers.Abandoned(visit);
        Finish(visit, at);
    }

    private void Complete(Visit visit, VisitEnded e, Instant at)
    {
        var agent = visit.Agent!;
        _state.Journal.Save(agent);
        visit.EndedRingingOrHeld = visit.State == VisitState.OnHold;
        if (visit.State == VisitState.OnHold) visit.HoldMs += at.UnixMs - visit.HeldSince.UnixMs;
        visit.TalkMs = Milliseconds(e.ReportedTalk) ?? at.UnixMs - visit.AnsweredAt.UnixMs;
        (visit.Outcome, visit.EndedAt, visit.TransferRow) = (e.Outcome, at, _rows.OfTransfer(visit, e));
        _facts.Completed(visit);
        _facts.PassedOn(visit, e.TransferTarget);
        _contacts.Completed(visit);
        _consults.EndAll(visit, at);
        Disconnect(visit, at);
        if (e.WrapUpFollows && e.Outcome != VisitOutcome.Lost)
        {
            visit.State = VisitState.WrapUp;
            _facts.Gauge(visit, visit.AgentRow, Gauge.WrapUp, at, 1);
            agent.Step(visit, Gauge.WrapUp, 1);
        }
        else
        {
            if (e.Outcome != VisitOutcome.Lost) _facts.Handled(visit, at, wrapUpMs: 0);
            Finish(visit, at);
        }
        _agents.Refresh(agent, at);
    }

    private void Disconnect(Visit visit, Instant at)
    {
        var gauge = visit.State == VisitState.Talking ? Gauge.Talking : Gauge.OnHold;
        _facts.Gauge(visit, visit.AgentRow, gauge, at, -1);
        visit.Agent!.Step(visit, gauge, -1);
    }

    private Refusal? EndWrapUp(Visit visit, WrapUpEnded e, Instant at)
    {
        if (visit.State != VisitState.WrapUp) return Refuse(visit, e);
        _facts.WrappedUp(visit, at);
        LeaveWrapUp(visit, at, hasWrappedUp: true);
        return null;
    }

    private void LeaveWrapUp(Visit visit, Instant at, bool hasWrappedUp)
    {
        _facts.Gauge(visit, visit.AgentRow, Gauge.WrapUp, at, -1);
        _state.Journal.Save(visit.Agent!);
        visit.Agent!.Step(visit, Gauge.WrapUp, -1);
        Finish(visit, at, hasWrappedUp);
        _agents.Refresh(visit.Agent, at);
    }

    /// <summary>Ends a visit whose end will not be seen: lost, or out of wrap-up with no time counted.</summary>
    public void GiveUp(Visit visit, Instant at)
    {
        _state.Journal.Save(visit);
        at = visit.Stamp(at);
        if (visit.State == VisitState.WrapUp)
        {
            _facts.Handled(visit, at, wrapUpMs: 0);
            LeaveWrapUp(visit, at, hasWrappedUp: false);
        }
        else if (visit.State == VisitState.Waiting) Leave(visit, VisitOutcome.Lost, null, at);
        else Complete(visit, new VisitEnded(visit.Id, VisitOutcome.Lost, null, null, false, "") { OccurredAt = at }, at);
    }

    private void Finish(Visit visit, Instant at, bool hasWrappedUp = false)
    {
        _state.Record(new FinishedVisit(visit, at, hasWrappedUp));
        _state.Finished.Forget(visit.Id);
        _state.Remove(visit);
        _contacts.Removed(visit);
    }

    private Refusal? Message(Visit visit, MessageSent e, Instant at)
    {
        if (visit.State == VisitState.WrapUp) return Refuse(visit, e);
        _conversations.Message(visit, e.Author, e.IsAcknowledgement, at);
        _contacts.Messaged(visit, e.Author, e.IsAcknowledgement, at);
        return null;
    }

    private static Refusal Refuse(Visit visit, VisitEvent e) => Refusal.OfVisit(visit.Id, visit.StateName, e.GetType().Name);

    private static long? Milliseconds(TimeSpan? span) => span is { } s ? (long)s.TotalMilliseconds : null;
}
