using System.Diagnostics;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Simulator;

/// <summary>
/// The switch itself: the only place that changes visits and emits events. It obeys the contract; the behaviour of people is
/// decided by the subscribers of its hooks.
/// </summary>
internal sealed class Platform
{
    private static readonly TimeSpan LongestJitter = TimeSpan.FromMilliseconds(20);
    private readonly Dictionary<string, CallQueue> _queues;
    private long _visitCount;
    private long _contactCount;

    public Platform(SimulationOptions options)
    {
        Options = options;
        Dice = new Dice(options.Seed);
        Timeline = new Timeline(options.StartTime.ToUniversalTime());
        Queues = [.. options.Queues.Select(profile => new CallQueue(profile))];
        _queues = Queues.ToDictionary(queue => queue.Name);
        Agents = Roster.Hire(options, Queues, Dice);
    }

    public event Action<Visit>? Entered;
    public event Action<Visit>? OffersExhausted;
    public event Action<Visit>? Answered;
    public event Action<Visit, VisitOutcome>? Left;
    public event Action<Visit, VisitOutcome>? Completed;
    public event Action<Agent, OfferResult>? OfferMissed;
    public event Action<Agent>? Freed;

    public SimulationOptions Options { get; }
    public Dice Dice { get; }
    public Timeline Timeline { get; }
    public IReadOnlyList<CallQueue> Queues { get; }
    public IReadOnlyList<Agent> Agents { get; }
    public HashSet<Visit> Live { get; } = [];

    /// <summary>All visits that ever were.</summary>
    public List<Visit> Visits { get; } = [];
    public Queue<Event> Outbox { get; } = new();

    public CallQueue QueueNamed(string name) => _queues[name];

    public string NewContactId() => $"{Options.IdPrefix}c{++_contactCount}";

    /// <summary>Delay of an immediate consequence: a few milliseconds, as between the parts of a real switch.</summary>
    public void Soon(Action action) => Timeline.After(TimeSpan.FromMilliseconds(1) + Dice.UpTo(LongestJitter), action);

    public void Emit(Event told)
    {
        told.OccurredTime = Timestamp.FromDateTimeOffset(Timeline.Now);
        Outbox.Enqueue(told);
    }

    public Visit Enter(VisitQueued facts, int stay)
    {
        var queue = _queues[facts.Queue];
        facts.VisitId = $"{Options.IdPrefix}v{++_visitCount}";
        var visit = new Visit { Number = _visitCount, Facts = facts, Queue = queue, QueuedTime = Timeline.Now, Stay = stay };
        queue.Waiting.Add(visit);
        Live.Add(visit);
        Visits.Add(visit);
        Emit(new Event { VisitQueued = facts.Clone() });
        Entered?.Invoke(visit);
        return visit;
    }

    public void Offer(Visit visit, Agent agent)
    {
        Debug.Assert(visit.Stage == VisitStage.Waiting && !visit.Offers.Contains(agent), "An offer needs a waiting visit, once an agent.");
        visit.Offers.Add(agent);
        visit.OfferedTime = Timeline.Now;
        agent.Work.Add(visit);
        Emit(new Event { VisitOffered = new VisitOffered { VisitId = visit.Id, Agent = agent.Id } });
    }

    public void EndOffer(Visit visit, Agent agent, OfferResult result)
    {
        Emit(new Event { OfferEnded = new OfferEnded { VisitId = visit.Id, Agent = agent.Id, Result = result } });
        visit.Offers.Remove(agent);
        agent.Work.Remove(visit);
        if (result is OfferResult.NoAnswer or OfferResult.Rejected)
            OfferMissed?.Invoke(agent, result);
        Freed?.Invoke(agent);
        if (visit.IsWaitingUnoffered && result is OfferResult.NoAnswer or OfferResult.Rejected)
            OffersExhausted?.Invoke(visit);
    }

    public void Answer(Visit visit, Agent agent)
    {
        Debug.Assert(visit.Stage == VisitStage.Waiting && visit.Offers.Contains(agent), "Only an offered visit is answered.");
        foreach (var slower in visit.Offers.Where(other => other != agent).ToList())
            EndOffer(visit, slower, OfferResult.LostRace);
        var answered = new VisitAnswered { VisitId = visit.Id, Agent = agent.Id };
        answered.ReportedWait = Reported(visit, visit.QueuedTime);
        answered.ReportedRing = Reported(visit, visit.OfferedTime);
        visit.Offers.Clear();
        visit.Queue.Waiting.Remove(visit);
        visit.Stage = VisitStage.Connected;
        visit.Agent = agent;
        visit.AnsweredTime = Timeline.Now;
        visit.Wait = InTheBooks(visit, visit.QueuedTime);
        Emit(new Event { VisitAnswered = answered });
        Answered?.Invoke(visit);
    }

    public void Hold(Visit visit)
    {
        Debug.Assert(visit.Stage == VisitStage.Connected, "Only a connected visit is held.");
        visit.Stage = VisitStage.Held;
        visit.HeldTime = Timeline.Now;
        visit.Holds++;
        Emit(new Event { VisitHeld = new VisitHeld { VisitId = visit.Id } });
    }

    public void Resume(Visit visit)
    {
        Debug.Assert(visit.Stage == VisitStage.Held, "Only a held visit is resumed.");
        visit.Held += Timeline.Now - visit.HeldTime;
        visit.Stage = VisitStage.Connected;
        Emit(new Event { VisitResumed = new VisitResumed { VisitId = visit.Id } });
    }

    public void Say(Visit visit, MessageAuthor author)
    {
        Debug.Assert(visit.IsLive, "Messages are sent in live visits.");
        Emit(new Event { MessageSent = new MessageSent { VisitId = visit.Id, Author = author } });
    }

    public void Exclude(Visit visit, string reason)
    {
        Debug.Assert(visit.IsLive, "Only a live visit is excluded.");
        visit.Excluded = true;
        Emit(new Event { VisitExcluded = new VisitExcluded { VisitId = visit.Id, Reason = reason } });
    }

    /// <summary>Ends a waiting visit.</summary>
    public void Leave(Visit visit, VisitOutcome outcome, string target = "")
    {
        Debug.Assert(visit.Stage == VisitStage.Waiting, "Only a waiting visit leaves.");
        // Some switches report the withdrawal of offers, others only the end of the visit; servers must accept both.
        if (Dice.Chance(0.5))
        {
            foreach (var agent in visit.Offers.ToList())
                EndOffer(visit, agent, OfferResult.Canceled);
        }

        var ringing = visit.Offers.ToList();
        visit.Offers.Clear();
        visit.Queue.Waiting.Remove(visit);
        End(visit, VisitStage.Over, outcome);
        visit.Wait = InTheBooks(visit, visit.QueuedTime);
        var ended = new VisitEnded { VisitId = visit.Id, Outcome = outcome, TransferTarget = target };
        ended.ReportedWait = Reported(visit, visit.QueuedTime);
        Emit(new Event { VisitEnded = ended });
        foreach (var agent in ringing)
            Release(agent, visit);
        Left?.Invoke(visit, outcome);
    }

    /// <summary>Ends a conversation.</summary>
    public void Complete(Visit visit, VisitOutcome outcome, WrapUp wrapUp, string target = "")
    {
        Debug.Assert(visit.Stage == VisitStage.Connected, "Only a connected visit is completed.");
        End(visit, wrapUp == WrapUp.Follows ? VisitStage.WrapUp : VisitStage.Over, outcome);
        visit.Talk = InTheBooks(visit, visit.AnsweredTime);
        var ended = new VisitEnded { VisitId = visit.Id, Outcome = outcome, WrapUp = wrapUp, TransferTarget = target };
        ended.ReportedTalk = Reported(visit, visit.AnsweredTime);
        Emit(new Event { VisitEnded = ended });
        if (visit.Stage == VisitStage.Over)
            Release(visit.Agent!, visit);
        Completed?.Invoke(visit, outcome);
    }

    public void EndWrapUp(Visit visit)
    {
        Debug.Assert(visit.Stage == VisitStage.WrapUp, "Only after-call work is finished.");
        visit.Stage = VisitStage.Over;
        visit.AfterCallWork = Timeline.Now - visit.EndedTime;
        Emit(new Event { WrapUpEnded = new WrapUpEnded { VisitId = visit.Id } });
        Release(visit.Agent!, visit);
    }

    /// <summary>The agent became ready for work, other than by the end of a contact.</summary>
    public void Nudge(Agent agent) => Freed?.Invoke(agent);

    public void SetPresence(Agent agent, Presence presence, string reason)
    {
        agent.Presence = presence;
        agent.Reason = reason;
        agent.PresenceChanges++;
        Emit(new Event { AgentPresenceChanged = new AgentPresenceChanged { Agent = agent.Id, Presence = presence, Reason = reason } });
        if (presence == Presence.Available)
            Release(agent, null);
    }

    public void SetMembership(Membership membership, MembershipState state, string reason)
    {
        membership.State = state;
        membership.Reason = reason;
        Emit(new Event
        {
            QueueMembershipChanged = new QueueMembershipChanged
            {
                Agent = membership.Agent.Id,
                Queue = membership.Queue.Name,
                State = state,
                Reason = reason,
            },
        });
        if (state == MembershipState.Joined)
            Freed?.Invoke(membership.Agent);
    }

    private void End(Visit visit, VisitStage stage, VisitOutcome outcome)
    {
        visit.Stage = stage;
        visit.Outcome = outcome;
        visit.EndedTime = Timeline.Now;
        Live.Remove(visit);
    }

    private void Release(Agent agent, Visit? visit)
    {
        if (visit is not null)
            agent.Work.Remove(visit);
        agent.IdleSince = Timeline.Now;
        Freed?.Invoke(agent);
    }

    private Duration? Reported(Visit visit, DateTimeOffset since) =>
        visit.Queue.Profile.ReportsDurations ? Duration.FromTimeSpan(InTheBooks(visit, since)) : null;

    private TimeSpan InTheBooks(Visit visit, DateTimeOffset since)
    {
        var time = Timeline.Now - since;
        return visit.Queue.Profile.ReportsDurations ? TimeSpan.FromSeconds(Math.Floor(time.TotalSeconds)) : time;
    }
}
