using CallCenter.V1;

namespace CallCenter.Asterisk.Tests;

/// <summary>A visit by its events.</summary>
internal sealed class TallyVisit
{
    public required string Id { get; init; }
    public required string Caller { get; init; }
    public required string Queue { get; init; }
    public required DateTime Queued { get; init; }
    public string Outcome { get; set; } = "open_waiting";
    public DateTime Answered { get; set; }
    public DateTime Ended { get; set; }
    public int? Wait { get; set; }
    public int? Ring { get; set; }
    public int? Talk { get; set; }
    public string Agent { get; set; } = "";
    public string AgentName { get; set; } = "";
    public bool IsHeld { get; set; }
    public bool IsInWrapUp { get; set; }
    public TimeSpan Held { get; set; }
    public int HoldCount { get; set; }
    public string TransferTarget { get; set; } = "";
    public DateTime HeldSince { get; set; }
    public HashSet<string> Offers { get; } = [];
    public bool IsWaiting => Outcome == "open_waiting";
    public bool IsTalking => Outcome == "open_talking";
    public bool IsAnswered => Agent.Length > 0;
}

/// <summary>
/// Counts events the naive way and refuses what a strict server would refuse: every broken rule of the contract is an exception.
/// </summary>
internal sealed class Tally
{
    private static readonly Dictionary<VisitOutcome, string> Outcomes = new()
    {
        [VisitOutcome.CompletedByCustomer] = "completed_by_caller",
        [VisitOutcome.CompletedByAgent] = "completed_by_agent",
        [VisitOutcome.TransferredBlind] = "transferred_blind",
        [VisitOutcome.TransferredConsult] = "transferred_attended",
        [VisitOutcome.Abandoned] = "abandoned",
        [VisitOutcome.TimedOut] = "timeout",
        [VisitOutcome.KeyExit] = "key",
        [VisitOutcome.QueueEmpty] = "leave_empty",
        [VisitOutcome.Withdrawn] = "withdrawn",
        [VisitOutcome.Redirected] = "redirected",
        [VisitOutcome.Failed] = "incompatible",
        [VisitOutcome.Lost] = "lost",
    };

    private readonly Dictionary<string, TallyVisit> _live = [];
    private readonly HashSet<(string Agent, string Queue)> _memberships = [];

    public List<TallyVisit> Visits { get; } = [];

    public List<(string Queue, string Agent, string Name, OfferResult Result)> OfferEnds { get; } = [];

    public Dictionary<string, string> Names { get; } = [];

    public Dictionary<string, (Presence Presence, string Reason)> Presences { get; } = [];

    public Dictionary<(string Agent, string Queue), (MembershipState State, string Reason)> Memberships { get; } = [];

    public List<(string Queue, string Reason)> Refusals { get; } = [];

    public List<FloorReport> Reports { get; } = [];

    public static Tally Of(IEnumerable<Event> events)
    {
        var tally = new Tally();
        foreach (var each in events)
            tally.Add(each);
        return tally;
    }

    public void Add(Event each)
    {
        var time = each.OccurredTime.ToDateTime();
        switch (each.KindCase)
        {
            case Event.KindOneofCase.VisitQueued: Queue(each.VisitQueued, time); break;
            case Event.KindOneofCase.VisitOffered:
                var offered = Live(each.VisitOffered.VisitId);
                Require(offered.IsWaiting && offered.Offers.Add(each.VisitOffered.Agent), each);
                break;
            case Event.KindOneofCase.OfferEnded: EndOffer(each); break;
            case Event.KindOneofCase.VisitAnswered: Answer(each, time); break;
            case Event.KindOneofCase.VisitHeld:
                var held = Live(each.VisitHeld.VisitId);
                Require(held is { IsTalking: true, IsHeld: false }, each);
                (held.IsHeld, held.HeldSince, held.HoldCount) = (true, time, held.HoldCount + 1);
                break;
            case Event.KindOneofCase.VisitResumed:
                var resumed = Live(each.VisitResumed.VisitId);
                Require(resumed.IsHeld, each);
                resumed.IsHeld = false;
                resumed.Held += time - resumed.HeldSince;
                break;
            case Event.KindOneofCase.VisitEnded: End(each, time); break;
            case Event.KindOneofCase.WrapUpEnded:
                var worked = Visits.Last(visit => visit.Id == each.WrapUpEnded.VisitId);
                Require(worked.IsInWrapUp, each);
                worked.IsInWrapUp = false;
                break;
            case Event.KindOneofCase.VisitRefused: Refusals.Add((each.VisitRefused.Queue, each.VisitRefused.Reason)); break;
            case Event.KindOneofCase.AgentDescribed: Describe(each); break;
            case Event.KindOneofCase.AgentPresenceChanged: Change(each); break;
            case Event.KindOneofCase.QueueMembershipChanged: Change(each.QueueMembershipChanged, each); break;
            case Event.KindOneofCase.FloorReport: Report(each.FloorReport, time); break;
            default: throw new InvalidOperationException($"Not expected from Asterisk: {each}");
        }
    }

    private static void Require(bool isAllowed, Event each)
    {
        if (!isAllowed)
            throw new InvalidOperationException($"A strict server would refuse {each}");
    }

    private TallyVisit Live(string id) =>
        _live.TryGetValue(id, out var visit) ? visit : throw new InvalidOperationException($"No live visit {id}");

    private void Queue(VisitQueued queued, DateTime time)
    {
        var visit = new TallyVisit { Id = queued.VisitId, Caller = queued.ContactId, Queue = queued.Queue, Queued = time };
        _live.Add(visit.Id, visit);
        Visits.Add(visit);
    }

    private void EndOffer(Event each)
    {
        var visit = Live(each.OfferEnded.VisitId);
        Require(visit.Offers.Remove(each.OfferEnded.Agent) && each.OfferEnded.Result != OfferResult.Unspecified, each);
        var agent = each.OfferEnded.Agent;
        OfferEnds.Add((visit.Queue, agent, Names.GetValueOrDefault(agent, ""), each.OfferEnded.Result));
    }

    private void Answer(Event each, DateTime time)
    {
        var answered = each.VisitAnswered;
        var visit = Live(answered.VisitId);
        Require(visit.IsWaiting && answered.Agent.Length > 0, each);
        visit.Offers.Clear();
        (visit.Outcome, visit.Agent, visit.Answered) = ("open_talking", answered.Agent, time);
        visit.AgentName = Names.GetValueOrDefault(answered.Agent, "");
        (visit.Wait, visit.Ring) = ((int?)answered.ReportedWait?.Seconds, (int?)answered.ReportedRing?.Seconds);
    }

    private void End(Event each, DateTime time)
    {
        var ended = each.VisitEnded;
        var visit = Live(ended.VisitId);
        var isOfConnected = (int)ended.Outcome is >= 1 and <= 4;
        Require(ended.Outcome is VisitOutcome.Lost or VisitOutcome.Failed || (isOfConnected ? visit.IsTalking : visit.IsWaiting), each);
        if (visit.IsHeld)
            visit.Held += time - visit.HeldSince;
        visit.IsInWrapUp = ended.WrapUp == WrapUp.Follows;
        visit.Wait ??= (int?)ended.ReportedWait?.Seconds ?? (isOfConnected ? null : (int)(time - visit.Queued).TotalSeconds);
        visit.Talk = (int?)ended.ReportedTalk?.Seconds;
        (visit.Outcome, visit.Ended, visit.TransferTarget) = (Outcomes[ended.Outcome], time, ended.TransferTarget);
        _live.Remove(visit.Id);
    }

    private void Describe(Event each)
    {
        var described = each.AgentDescribed;
        Require(Names.GetValueOrDefault(described.Agent) != described.DisplayName, each);
        Names[described.Agent] = described.DisplayName;
    }

    private void Change(Event each)
    {
        var changed = each.AgentPresenceChanged;
        var before = Presences.GetValueOrDefault(changed.Agent, (Presence.Offline, ""));
        Require(before != (changed.Presence, changed.Reason), each);
        Presences[changed.Agent] = (changed.Presence, changed.Reason);
    }

    private void Change(QueueMembershipChanged changed, Event each)
    {
        var key = (changed.Agent, changed.Queue);
        var before = Memberships.GetValueOrDefault(key, (MembershipState.Left, ""));
        Require(before != (changed.State, changed.Reason) && (changed.State != MembershipState.Left || _memberships.Contains(key)), each);
        _memberships.Add(key);
        Memberships[key] = (changed.State, changed.Reason);
    }

    private void Report(FloorReport report, DateTime time)
    {
        Reports.Add(report);
        var reported = report.Visits.Select(live => live.Visit.VisitId).ToHashSet();
        foreach (var ghost in _live.Values.Where(visit => !reported.Contains(visit.Id)).ToArray())
        {
            (ghost.Outcome, ghost.Ended) = ("lost", time);
            _live.Remove(ghost.Id);
        }
        foreach (var live in report.Visits)
        {
            if (!_live.ContainsKey(live.Visit.VisitId))
                Queue(live.Visit, live.QueuedTime.ToDateTime());
            if (live.Agent.Length > 0 && _live[live.Visit.VisitId] is { IsWaiting: true } visit)
                (visit.Outcome, visit.Agent, visit.Answered) = ("open_talking", live.Agent, time);
        }
    }
}
