using System.Text;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Simulator.Tests;

/// <summary>
/// Applies events like the strictest server, by the comments of event.proto and the habits of a sane contact centre; shares no
/// code with the simulator. <see cref="Apply"/> throws <see cref="RefusedException"/> for a refused event.
/// </summary>
internal sealed class StrictServer
{
    private readonly Dictionary<string, StrictVisit> _live = [];
    private readonly Dictionary<string, StrictVisit> _wrappingUp = [];
    private readonly Dictionary<string, StrictAgent> _agents = [];
    private readonly HashSet<string> _visitIds = [];
    private readonly HashSet<string> _resolved = [];
    private readonly Dictionary<string, bool> _tickets = []; // Whether they are open.
    private DateTimeOffset _now = DateTimeOffset.MinValue;

    public HashSet<string> Contacts { get; } = [];
    public IReadOnlyDictionary<string, StrictAgent> Agents => _agents;
    public IEnumerable<StrictVisit> LiveVisits => _live.Values;

    public void Apply(Event told)
    {
        var time = told.OccurredTime.ToDateTimeOffset();
        Require(time >= _now, "time runs forward");
        _now = time;
        switch (told.KindCase)
        {
            case Event.KindOneofCase.VisitQueued: Queued(told.VisitQueued); break;
            case Event.KindOneofCase.VisitOffered: Offered(told.VisitOffered); break;
            case Event.KindOneofCase.OfferEnded: OfferEnded(told.OfferEnded); break;
            case Event.KindOneofCase.VisitAnswered: Answered(told.VisitAnswered); break;
            case Event.KindOneofCase.VisitHeld: Held(told.VisitHeld.VisitId, held: true); break;
            case Event.KindOneofCase.VisitResumed: Held(told.VisitResumed.VisitId, held: false); break;
            case Event.KindOneofCase.VisitEnded: Ended(told.VisitEnded); break;
            case Event.KindOneofCase.WrapUpEnded: Require(_wrappingUp.Remove(told.WrapUpEnded.VisitId), "wrap-up ends once"); break;
            case Event.KindOneofCase.VisitRefused: Refused(told.VisitRefused); break;
            case Event.KindOneofCase.VisitExcluded: Excluded(told.VisitExcluded); break;
            case Event.KindOneofCase.ContactOpened: Opened(told.ContactOpened); break;
            case Event.KindOneofCase.ContactStateChanged: RequireOpen(told.ContactStateChanged.ContactId); break;
            case Event.KindOneofCase.ContactAssigned: Assigned(told.ContactAssigned); break;
            case Event.KindOneofCase.ContactClosed: Require(_tickets.Remove(told.ContactClosed.ContactId), "a known ticket"); break;
            case Event.KindOneofCase.MessageSent: Said(told.MessageSent); break;
            case Event.KindOneofCase.ContactResolved: Resolved(told.ContactResolved); break;
            case Event.KindOneofCase.ContactReopened: Reopened(told.ContactReopened); break;
            case Event.KindOneofCase.SurveyAnswered: Surveyed(told.SurveyAnswered); break;
            case Event.KindOneofCase.QualityScored: Scored(told.QualityScored); break;
            case Event.KindOneofCase.AgentPresenceChanged: PresenceChanged(told.AgentPresenceChanged); break;
            case Event.KindOneofCase.QueueMembershipChanged: MembershipChanged(told.QueueMembershipChanged); break;
            case Event.KindOneofCase.AgentDescribed: Known(told.AgentDescribed.Agent).IsDescribed = true; break;
            case Event.KindOneofCase.AgentCapacityChanged: CapacityChanged(told.AgentCapacityChanged); break;
            case Event.KindOneofCase.AgentScheduled: Scheduled(told.AgentScheduled); break;
            default: throw new RefusedException($"kind {told.KindCase}");
        }
    }

    private void Queued(VisitQueued queued)
    {
        RequireId(queued.VisitId);
        RequireId(queued.Queue);
        RequireId(queued.ContactId);
        Require(queued.Tags.Count <= 8, "at most 8 tags");
        Require(_visitIds.Add(queued.VisitId), "each visit has its own name");
        Contacts.Add(queued.ContactId);
        _live.Add(queued.VisitId, new StrictVisit(queued, _now));
    }

    private void Offered(VisitOffered offered)
    {
        var visit = Waiting(offered.VisitId);
        var agent = Known(offered.Agent);
        Require(agent.Presence == Presence.Available, "only the available get offers");
        Require(agent.Memberships.TryGetValue(visit.Facts.Queue, out var membership), "only members get offers");
        Require(membership.State == MembershipState.Joined, "the paused get no offers");
        Require(visit.Offers.TryAdd(offered.Agent, _now), "one open offer of a visit to an agent");
        RequireCapacity(offered.Agent, agent, visit.Facts.Channel);
    }

    private void OfferEnded(OfferEnded ended)
    {
        Require(ended.Result != OfferResult.Unspecified, "a result");
        Require(Waiting(ended.VisitId).Offers.Remove(ended.Agent), "an open offer");
    }

    private void Answered(VisitAnswered answered)
    {
        var visit = Waiting(answered.VisitId);
        Require(visit.Offers.TryGetValue(answered.Agent, out var offered), "an offer to the one who answers");
        RequireReported(answered.ReportedWait, visit.QueuedTime);
        RequireReported(answered.ReportedRing, offered);
        visit.Offers.Clear();
        visit.Agent = answered.Agent;
        visit.AnsweredTime = _now;
        RequireCapacity(answered.Agent, Known(answered.Agent), visit.Facts.Channel);
    }

    private void Held(string id, bool held)
    {
        var visit = Live(id);
        Require(!visit.IsWaiting, "a connected visit");
        Require(visit.IsHeld != held, "hold and resume in turns");
        visit.IsHeld = held;
    }

    private void Ended(VisitEnded ended)
    {
        var visit = Live(ended.VisitId);
        Require(ended.Outcome is not (VisitOutcome.Unspecified or VisitOutcome.Lost), "a seen outcome");
        var anyStage = ended.Outcome == VisitOutcome.Failed;
        Require(anyStage || visit.IsWaiting == ((int)ended.Outcome is >= 10 and <= 18), "an outcome of the visit's stage");
        Require(!visit.IsHeld, "nobody ends while held");
        Require(!visit.IsWaiting || ended.WrapUp == WrapUp.Unspecified, "no after-call work without a call");
        RequireReported(ended.ReportedWait, visit.QueuedTime);
        RequireReported(ended.ReportedTalk, visit.AnsweredTime);
        _live.Remove(ended.VisitId);
        visit.Offers.Clear();
        if (ended.WrapUp == WrapUp.Follows)
            _wrappingUp.Add(ended.VisitId, visit);
    }

    private static void Refused(VisitRefused refused) => RequireId(refused.Queue);

    private void Excluded(VisitExcluded excluded)
    {
        var visit = Live(excluded.VisitId);
        Require(!visit.IsExcluded, "excluded once");
        visit.IsExcluded = true;
    }

    private void Opened(ContactOpened opened)
    {
        RequireId(opened.ContactId);
        Require(_tickets.TryAdd(opened.ContactId, true), "opened once");
    }

    private void Assigned(ContactAssigned assigned)
    {
        RequireOpen(assigned.ContactId);
        RequireId(assigned.Agent);
    }

    private void RequireOpen(string ticket) => Require(_tickets.GetValueOrDefault(ticket), "an open ticket");

    private void Said(MessageSent sent)
    {
        Require(sent.Author != MessageAuthor.Unspecified, "an author");
        if (sent.VisitId.Length == 0)
        {
            RequireOpen(sent.ContactId);
            return;
        }

        var visit = Live(sent.VisitId);
        Require(sent.Author != MessageAuthor.Agent || !visit.IsWaiting, "agents write once they answered");
    }

    private void Resolved(ContactResolved resolved)
    {
        if (_tickets.ContainsKey(resolved.ContactId))
        {
            RequireOpen(resolved.ContactId);
            _tickets[resolved.ContactId] = false;
            return;
        }

        RequireHandled(resolved.ContactId, resolved.Agent);
        _resolved.Add(resolved.ContactId);
    }

    private void Reopened(ContactReopened reopened)
    {
        if (_tickets.TryGetValue(reopened.ContactId, out var isOpen))
        {
            Require(!isOpen, "resolved before");
            _tickets[reopened.ContactId] = true;
            return;
        }

        RequireHandled(reopened.ContactId, reopened.Agent);
        Require(_resolved.Remove(reopened.ContactId), "resolved before");
    }

    private void Surveyed(SurveyAnswered survey)
    {
        RequireHandled(survey.ContactId, survey.Agent);
        Require(survey.Score is >= 1 and <= 5, "1 to 5");
    }

    private void Scored(QualityScored quality)
    {
        RequireHandled(quality.ContactId, quality.Agent);
        Require(quality.Score is >= 0 and <= 100, "0 to 100");
    }

    private void PresenceChanged(AgentPresenceChanged changed)
    {
        RequireId(changed.Agent);
        Require(changed.Presence != Presence.Unspecified, "a presence");
        if (!_agents.TryGetValue(changed.Agent, out var agent))
            _agents.Add(changed.Agent, agent = new StrictAgent());
        else
            Require((agent.Presence, agent.Reason) != (changed.Presence, changed.Reason), "a change");
        var atWork = _live.Values.Concat(_wrappingUp.Values).Any(visit => visit.Occupies(changed.Agent));
        Require(changed.Presence != Presence.Offline || !atWork, "nobody logs off at work");
        Require(changed.Presence is not (Presence.Break or Presence.NotReady) || changed.Reason.Length > 0, "breaks have reasons");
        agent.Presence = changed.Presence;
        agent.Reason = changed.Reason;
    }

    private void MembershipChanged(QueueMembershipChanged changed)
    {
        RequireId(changed.Queue);
        var memberships = Known(changed.Agent).Memberships;
        var was = memberships.TryGetValue(changed.Queue, out var membership) ? membership.State : MembershipState.Left;
        Require(changed.State != MembershipState.Unspecified && changed.State != was, "a change");
        Require(changed.State != MembershipState.Paused || was == MembershipState.Joined, "only the joined are paused");
        if (changed.State == MembershipState.Left)
            memberships.Remove(changed.Queue);
        else
            memberships[changed.Queue] = (changed.State, changed.Reason);
    }

    private void CapacityChanged(AgentCapacityChanged changed)
    {
        Require(changed.SlotCount is >= 0 and <= 100, "0 to 100 slots");
        Known(changed.Agent).SlotCounts[changed.Channel] = changed.SlotCount;
    }

    private void Scheduled(AgentScheduled scheduled)
    {
        var (start, end) = (scheduled.StartTime.ToDateTimeOffset(), scheduled.EndTime.ToDateTimeOffset());
        var agent = Known(scheduled.Agent);
        Require(end > start && end - start <= TimeSpan.FromHours(24), "a shift of at most 24 h");
        Require(start >= agent.ScheduledUntil && end > _now, "no shift over another, none that is over");
        agent.ScheduledUntil = end;
    }

    private void RequireCapacity(string id, StrictAgent agent, Channel channel)
    {
        var work = _live.Values.Concat(_wrappingUp.Values).Where(visit => visit.Occupies(id)).ToList();
        Require(work.TrueForAll(visit => visit.Facts.Channel == channel), "one kind of work at a time");
        Require(agent.IsDescribed && work.Count <= agent.SlotCounts.GetValueOrDefault(channel), "no more work than slots");
    }

    private void RequireHandled(string contact, string agent)
    {
        Require(Contacts.Contains(contact), "a contact that came");
        Known(agent);
    }

    private void RequireReported(Duration? reported, DateTimeOffset since)
    {
        if (reported is null)
            return;
        var error = (_now - since) - reported.ToTimeSpan();
        Require(reported.Seconds >= 0 && error >= TimeSpan.Zero && error < TimeSpan.FromSeconds(1), "reports agree with the times");
    }

    private StrictVisit Live(string id) =>
        _live.TryGetValue(id, out var visit) ? visit : throw new RefusedException($"visit {id} is not live");

    private StrictVisit Waiting(string id)
    {
        var visit = Live(id);
        Require(visit.IsWaiting, "a waiting visit");
        return visit;
    }

    private StrictAgent Known(string id) =>
        _agents.TryGetValue(id, out var agent) ? agent : throw new RefusedException($"agent {id} is not known");

    private static void RequireId(string id) => Require(Encoding.UTF8.GetByteCount(id) is >= 1 and <= 128, "a name of 1 to 128 bytes");

    private static void Require(bool condition, string rule)
    {
        if (!condition)
            throw new RefusedException(rule);
    }
}
