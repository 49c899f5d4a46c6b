using CallCenter.Core.Events;

namespace CallCenter.Core.Tests.Model;

/// <summary>The visits and agents of one source, and which event is accepted when.</summary>
internal sealed class ModelVisits(string source)
{
    private const long ExcludableMaxMs = 9 * 24 * 3_600_000L;

    private ModelLives? _lives;

    public List<ModelVisit> All { get; } = [];
    public Dictionary<string, ModelAgent> Agents { get; } = [];
    public ModelContacts Contacts { get; } = new();
    public ModelCustomers Customers { get; } = new();
    public ModelLives Lives => _lives ??= new ModelLives(Agents);
    public IReadOnlyList<ModelVisit> Live => [.. All.Where(v => v.Stage != VisitStage.Over)];

    public bool Accepts(VisitEvent e, long atMs, long receivedMs)
    {
        var visit = Live.SingleOrDefault(v => v.Id == e.VisitId);
        if (e is VisitQueued queued)
        {
            if (visit is not null) return false;
            All.Add(new ModelVisit(e.VisitId, Dims.Of(source, queued.Traits), atMs) { ContactId = queued.ContactId, SeenMs = receivedMs });
            var isFirst = Contacts.Queued(All[^1], Lives.Find(queued.ContactId) is not null);
            Customers.Queued(All[^1], queued.CustomerId, isFirst);
            Lives.Queued(All[^1]);
            return true;
        }
        visit ??= e is VisitExcluded or ContactClassified ? All.LastOrDefault(v => v.Id == e.VisitId) : null;
        if (visit is null) return false;
        atMs = Math.Max(atMs, visit.NewestMs);
        var wasOver = visit.Stage == VisitStage.Over;
        if (!Accepts(visit, e, atMs, receivedMs)) return false;
        (visit.NewestMs, visit.SeenMs) = (atMs, receivedMs);
        if (visit.Stage == VisitStage.Over && !wasOver) SeenEnd(visit);
        return true;
    }

    public bool AcceptsOfAgent(AgentEvent e, long atMs)
    {
        switch (e)
        {
            case AgentPresenceChanged presence:
                var chosen = Know(e.Agent);
                if (chosen.Presence == Presence.Offline && presence.Presence != Presence.Offline) chosen.LoggedInMs = chosen.Touch(atMs);
                (chosen.Presence, chosen.HasMissed) = (presence.Presence, false);
                chosen.Reason = presence.Presence is Presence.Break or Presence.NotReady ? presence.Reason : "";
                chosen.Note(atMs, Live);
                return true;
            case QueueMembershipChanged { State: MembershipState.Left } left:
                if (!Agents.TryGetValue(e.Agent, out var leaving) || !leaving.Queues.Remove(left.Queue)) return false;
                leaving.Note(atMs, Live);
                return true;
            case QueueMembershipChanged joined:
                var paused = joined.State == MembershipState.Paused;
                Know(e.Agent).Queues[joined.Queue] = (paused, paused ? joined.Reason : "");
                Agents[e.Agent].Note(atMs, Live);
                return true;
            case AgentDescribed described:
                Describe(Know(e.Agent), described, atMs);
                return true;
            case AgentCapacityChanged capacity:
                if (!Agents.TryGetValue(e.Agent, out var able)) return false;
                var before = able.Slots.Values.DefaultIfEmpty(0).Max();
                able.Slots[capacity.Channel] = capacity.SlotCount;
                able.SlotSteps.Add(new AgentAmount(able.Dims, able.Touch(atMs), able.Slots.Values.Max() - before));
                able.Note(atMs, Live);
                return true;
            default:
                return Agents.TryGetValue(e.Agent, out var planned) && planned.Plan.Accepts(e, atMs);
        }
    }

    /// <summary>The end was not seen.</summary>
    public void GiveUp(ModelVisit visit, long nowMs)
    {
        visit.NewestMs = Math.Max(visit.NewestMs, nowMs);
        if (visit.Stage == VisitStage.WrapUp) Over(visit, visit.NewestMs);
        else End(visit, new VisitEnded(visit.Id, VisitOutcome.Lost, null, null, false) { OccurredAt = default }, visit.NewestMs);
    }

    private bool Accepts(ModelVisit visit, VisitEvent e, long atMs, long receivedMs)
    {
        switch (e)
        {
            case VisitOffered offered:
                if (visit.Stage != VisitStage.Waiting || OpenOffer(visit, offered.Agent) is not null) return false;
                var rung = Know(offered.Agent);
                visit.Offers.Add(new ModelOffer(rung, DimsOf(visit, rung), atMs));
                rung.HasMissed = false;
                rung.Note(atMs, Live);
                return true;
            case OfferEnded ended:
                if (OpenOffer(visit, ended.Agent) is not { } offer) return false;
                offer.Agent.HasMissed |= ended.Result == OfferResult.NoAnswer;
                Close(offer, ended.Result, atMs);
                return true;
            case VisitAnswered answered:
                if (visit.Stage != VisitStage.Waiting) return false;
                Answer(visit, answered, atMs);
                return true;
            case VisitHeld:
                if (visit.Stage != VisitStage.Talking) return false;
                visit.Stage = VisitStage.OnHold;
                visit.Holds.Add((atMs, null));
                visit.Agent!.Note(atMs, Live);
                return true;
            case VisitResumed:
                if (visit.Stage != VisitStage.OnHold) return false;
                visit.Stage = VisitStage.Talking;
                EndHold(visit, atMs);
                visit.Agent!.HasMissed = false;
                visit.Agent.Note(atMs, Live);
                return true;
            case VisitEnded ended:
                if (!Fits(ended.Outcome, visit)) return false;
                End(visit, ended, atMs);
                return true;
            case WrapUpEnded:
                if (visit.Stage != VisitStage.WrapUp) return false;
                visit.WrapUpToMs = atMs;
                Over(visit, atMs);
                return true;
            case VisitExcluded excluded:
                if (visit.IsExcluded || receivedMs - visit.OverMs > ExcludableMaxMs) return false;
                if (excluded.Scope == ExclusionScope.Responses)
                {
                    if (visit.IsWithoutResponses) return false;
                    visit.ResponsesExcludedFor = excluded.Reason;
                    return true;
                }
                Contacts.Excluded(visit);
                (visit.ExcludedMs, visit.ExcludedFor) = (atMs, excluded.Reason);
                return true;
            case ContactClassified classified:
                if (visit.IsExcluded || receivedMs - visit.OverMs > ExcludableMaxMs) return false;
                visit.Classify(classified.Classification, atMs);
                return true;
            case ConversationJoined joined:
                if (!visit.IsConnected || visit.Agent!.Id == joined.Agent) return false;
                var former = OpenLeg(visit, joined.Agent);
                if (former?.Role == joined.Role) return false;
                var partner = Know(joined.Agent);
                if (former is not null) former.EndedMs = atMs;
                visit.Legs.Add(new ModelLeg(partner, DimsOf(visit, partner), joined.Role, atMs));
                if (former is null) partner.HasMissed = false;
                partner.Note(atMs, Live);
                return true;
            case ConversationLeft parted:
                if (OpenLeg(visit, parted.Agent) is not { } leg) return false;
                leg.EndedMs = atMs;
                leg.Agent.Note(atMs, Live);
                return true;
            case MessageSent sent:
                if (visit.Stage == VisitStage.WrapUp) return false;
                Lives.Messaged(visit, sent.Author, sent.IsAcknowledgement, atMs);
                visit.Messages.Add(new(sent.Author, sent.IsAcknowledgement, atMs, visit.AgentDims ?? visit.Dims));
                return true;
            default:
                throw new ArgumentException($"The model does not know {e.GetType().Name}.");
        }
    }

    private void SeenEnd(ModelVisit visit)
    {
        visit.Contact!.SeenMs = Math.Max(visit.Contact.SeenMs, visit.SeenMs);
        if (Lives.Find(visit.ContactId) is { } life) life.SeenMs = Math.Max(life.SeenMs, visit.SeenMs);
    }

    private static bool Fits(VisitOutcome outcome, ModelVisit visit) => (int)outcome switch
    {
        >= 1 and <= 4 => visit.IsConnected,
        >= 10 and <= 18 => visit.Stage == VisitStage.Waiting,
        _ => visit.IsConnected || visit.Stage == VisitStage.Waiting,
    };

    private void Answer(ModelVisit visit, VisitAnswered e, long atMs)
    {
        var agent = Know(e.Agent);
        agent.HasMissed = false;
        var own = OpenOffer(visit, e.Agent);
        visit.WaitMs = (long?)e.ReportedWait?.TotalMilliseconds ?? atMs - visit.QueuedMs;
        visit.RingMs = (long?)e.ReportedRing?.TotalMilliseconds ?? (own is null ? 0 : atMs - own.SinceMs);
        (visit.Stage, visit.Agent, visit.AgentDims, visit.AnsweredMs) = (VisitStage.Talking, agent, DimsOf(visit, agent), atMs);
        visit.Conversation.Add((atMs, visit.AgentDims));
        Contacts.Answered(visit);
        Customers.Answered(visit);
        Lives.Answered(visit);
        if (own is not null) Close(own, null, atMs);
        CloseAll(visit, OfferResult.LostRace, atMs);
        agent.Note(atMs, Live);
    }

    private void End(ModelVisit visit, VisitEnded e, long atMs)
    {
        (visit.Outcome, visit.EndedMs, visit.TransferTarget) = (e.Outcome, atMs, e.TransferTarget);
        (visit.WasOnHoldAtEnd, visit.HadOfferAtEnd) = (visit.Stage == VisitStage.OnHold, visit.Offers.Any(o => o.EndedMs is null));
        if (visit.Stage == VisitStage.Waiting)
        {
            visit.WaitMs = (long?)e.ReportedWait?.TotalMilliseconds ?? atMs - visit.QueuedMs;
            CloseAll(visit, OfferResult.Canceled, atMs);
            Contacts.Ended(visit);
            if (e.Outcome == VisitOutcome.Abandoned) Customers.Abandoned(visit);
            Over(visit, atMs);
            return;
        }
        foreach (var leg in visit.Legs.Where(l => l.EndedMs is null))
        {
            leg.EndedMs = atMs;
            leg.Agent.Note(atMs, Live);
        }
        if (visit.Stage == VisitStage.OnHold) EndHold(visit, atMs);
        visit.TalkMs = (long?)e.ReportedTalk?.TotalMilliseconds ?? atMs - visit.AnsweredMs!.Value;
        Contacts.Ended(visit);
        if (!e.WrapUpFollows || e.Outcome == VisitOutcome.Lost)
        {
            Over(visit, atMs);
            return;
        }
        (visit.Stage, visit.WrapUpFromMs) = (VisitStage.WrapUp, atMs);
        visit.Agent!.Note(atMs, Live);
    }

    private void Over(ModelVisit visit, long atMs)
    {
        (visit.Stage, visit.OverMs) = (VisitStage.Over, atMs);
        Contacts.Over(visit, Lives.Find(visit.ContactId) is not null);
        SeenEnd(visit);
        visit.Agent?.Note(atMs, Live);
    }

    private static void EndHold(ModelVisit visit, long atMs) => visit.Holds[^1] = visit.Holds[^1] with { ToMs = atMs };

    private static ModelLeg? OpenLeg(ModelVisit visit, string agent)
        => visit.Legs.SingleOrDefault(l => l.Agent.Id == agent && l.EndedMs is null);

    private static ModelOffer? OpenOffer(ModelVisit visit, string agent)
        => visit.Offers.SingleOrDefault(o => o.Agent.Id == agent && o.EndedMs is null);

    private void Close(ModelOffer offer, OfferResult? result, long atMs)
    {
        (offer.EndedMs, offer.Result) = (atMs, result);
        offer.Agent.Note(atMs, Live);
    }

    private void CloseAll(ModelVisit visit, OfferResult result, long atMs)
    {
        foreach (var offer in visit.Offers.Where(o => o.EndedMs is null)) Close(offer, result, atMs);
    }

    private ModelAgent Know(string id)
    {
        if (!Agents.TryGetValue(id, out var agent)) Agents.Add(id, agent = new ModelAgent(source, id));
        return agent;
    }

    private void Describe(ModelAgent agent, AgentDescribed e, long atMs)
    {
        atMs = agent.Touch(atMs);
        var slots = agent.Slots.Values.DefaultIfEmpty(0).Max();
        agent.SlotSteps.Add(new AgentAmount(agent.Dims, atMs, -slots));
        (agent.Team, agent.Seniority) = (e.Team, e.Seniority);
        agent.SlotSteps.Add(new AgentAmount(agent.Dims, atMs, slots));
        agent.Note(atMs, Live);
    }

    private static Dims DimsOf(ModelVisit visit, ModelAgent agent)
        => visit.Dims with { Agent = agent.Id, Team = agent.Team, Seniority = agent.Seniority };
}
