using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Model;

/// <summary>What counts for one group over one window: walks through everything that was ever kept, for every question anew.</summary>
internal sealed partial class ModelBoard(
    IReadOnlyList<ModelSource> sources, Func<Dims, bool> keep, bool agentsByQueue, ModelWindow window, TimeZoneInfo zone)
{
    private static readonly VisitOutcome[] WithoutWait = [VisitOutcome.Failed, VisitOutcome.Lost];

    private IEnumerable<ModelLife> Lives => sources.SelectMany(s => s.Lives.Counted);

    private IEnumerable<ModelVisit> Counted => sources.SelectMany(s => s.Visits).Where(v => !v.IsExcluded);

    public long Offered => Counted.Count(v => window.Holds(v.QueuedMs) && keep(v.Dims));

    public IReadOnlyList<ModelVisit> Answered => [.. Counted.Where(v => v.AnsweredMs is { } at && window.Holds(at) && keep(v.AgentDims!))];

    /// <summary>Visits that left the queue unanswered.</summary>
    public IReadOnlyList<ModelVisit> Left(params VisitOutcome[] outcomes) =>
    [
        .. Counted.Where(v => v.AnsweredMs is null && v.Outcome is { } o && outcomes.Contains(o)
            && window.Holds(v.EndedMs!.Value) && keep(v.Dims)),
    ];

    /// <summary>Conversations that ended and whose end was seen.</summary>
    public IReadOnlyList<ModelVisit> Completed =>
    [
        .. Counted.Where(v => v.AnsweredMs is not null && v.Outcome is { } o && o != VisitOutcome.Lost
            && window.Holds(v.EndedMs!.Value) && keep(v.AgentDims!)),
    ];

    /// <summary>The time since the end of the conversation that is so many from the last; all of the window without it.</summary>
    public ModelWindow WindowOfLast(int count)
    {
        var ends = Completed.Select(v => v.EndedMs!.Value).OrderDescending().ToList();
        return ends.Count < count ? window : ModelWindow.Of(new RangeWindow(new Instant(ends[count - 1]), null), window.NowMs);
    }

    /// <summary>Conversations that were passed on, by where they went.</summary>
    public IReadOnlyList<ModelVisit> PassedOn(params VisitOutcome[] how) =>
    [
        .. Counted.Where(v => v.AnsweredMs is not null && v.Outcome is { } o && how.Contains(o)
            && window.Holds(v.EndedMs!.Value) && keep(v.AgentDims! with { Reason = v.TransferTarget })),
    ];

    public long ConversationsLost => Counted.Count(v => v.AnsweredMs is not null && v.Outcome == VisitOutcome.Lost
        && window.Holds(v.EndedMs!.Value) && keep(v.AgentDims!));

    public IReadOnlyList<ModelVisit> WrappedUp
        => [.. Counted.Where(v => v.WrapUpToMs is { } at && window.Holds(at) && keep(v.AgentDims!))];

    /// <summary>Visits that the agent is done with, at that moment.</summary>
    public IReadOnlyList<ModelVisit> Handled =>
    [
        .. Counted.Where(v => v.AnsweredMs is not null && v.Outcome is { } o && o != VisitOutcome.Lost
            && v.OverMs is { } at && window.Holds(at) && keep(v.AgentDims!)),
    ];

    public IReadOnlyList<ModelLeg> LegsBegun(ConversationRole role)
        => [.. Counted.SelectMany(v => v.Legs).Where(l => l.Role == role && window.Holds(l.SinceMs) && keep(l.Dims))];

    public IReadOnlyList<long> ConsultTimes =>
    [
        .. Counted.SelectMany(v => v.Legs)
            .Where(l => l.Role == ConversationRole.Consulted && l.EndedMs is { } at && window.Holds(at) && keep(l.Dims))
            .Select(l => l.EndedMs!.Value - l.SinceMs),
    ];

    public long JoinedNow => Counted.SelectMany(v => v.Legs).Count(l => l.EndedMs is null && keep(l.Dims));

    public long OutboundQueued => Counted.Count(v => v.Dims.Direction == "outbound" && window.Holds(v.QueuedMs) && keep(v.Dims));

    public long OffersMade => Counted.SelectMany(v => v.Offers).Count(o => window.Holds(o.SinceMs) && keep(o.Dims));

    public long OffersEnded(OfferResult result)
        => Counted.SelectMany(v => v.Offers).Count(o => o.Result == result && window.Holds(o.EndedMs!.Value) && keep(o.Dims));

    public long Messages(MessageAuthor author)
        => Counted.SelectMany(v => v.Messages).Concat(Lives.SelectMany(l => l.Messages))
            .Count(m => m.Author == author && window.Holds(m.AtMs) && keep(m.Dims));

    public IReadOnlyList<ModelReply> Replies
        => [.. Counted.Where(v => !v.IsWithoutResponses).SelectMany(ModelReply.Of).Where(r => window.Holds(r.AtMs) && keep(r.Dims))];

    public long TimeSince(long ms) => Math.Max(0, window.NowMs - ms);

    /// <summary>Since the visit was queued, until the first message of a kind.</summary>
    public IEnumerable<long> FirstOf(Func<ModelMessage, bool> isOfKind) => Counted.Where(v => !v.IsWithoutResponses)
        .Select(v => (v.QueuedMs, First: v.Messages.Find(m => isOfKind(m))))
        .Where(v => v.First is { } first && window.Holds(first.AtMs) && keep(first.Dims))
        .Select(v => v.First!.AtMs - v.QueuedMs);

    public long Excluded => sources.SelectMany(s => s.Visits)
        .Count(v => v.IsExcluded && window.Holds(v.QueuedMs) && keep(v.Dims with { Reason = v.ExcludedFor }));

    public long ResponsesExcluded
        => Counted.Count(v => v.IsWithoutResponses && window.Holds(v.QueuedMs) && keep(v.Dims with { Reason = v.ResponsesExcludedFor! }));

    public long LivesExcluded => sources.SelectMany(s => s.Lives.All)
        .Count(l => l.IsExcluded && window.Holds(l.OpenedMs) && keep(l.Dims with { Reason = l.ExcludedFor! }));

    public IReadOnlyList<T> Facts<T>() where T : ContactEvent
    => [
        .. sources.SelectMany(s => s.Facts)
            .Where(f => f.Event is T && f.Life is not { IsExcluded: true } && window.Holds(f.AtMs) && keep(f.Dims)).Select(f => (T)f.Event),
    ];

    public IReadOnlyList<ModelLifeFact> LifeFacts(LifeFact kind) =>
    [
        .. Lives.SelectMany(l => l.Facts)
            .Where(f => f.Kind == kind && !f.IsTakenBack && window.Holds(f.AtMs) && keep(f.Dims)),
    ];

    public long CustomerContacts(Func<ModelCustomers, ModelCustomerContact, bool> which) => sources.Select(s => s.Customers)
        .Sum(customers => customers.Counted.Count(c => window.Holds(c.AtMs) && keep(c.Dims) && which(customers, c)));

    public long InState(LifeSpan kind) => Spans(kind).Count(s => s.ToMs is null);

    public long OpenAtEnd => OpenBefore(window.ToMs);

    public long OpenAtStart => OpenBefore(window.FromMs);

    public long AgesOfOpen => Math.Max(0, Spans(LifeSpan.Open).Where(s => s.ToMs is null).Sum(s => window.NowMs - s.OpenedMs));

    public Instant? OldestOpen => OldestOf(Spans(LifeSpan.Open).Where(s => s.ToMs is null).Select(s => s.OpenedMs));

    public Instant? OldestConversation
        => OldestOf(Counted.Where(v => v.IsConnected && keep(v.AgentDims!)).Select(v => v.AnsweredMs!.Value));

    private static Instant? OldestOf(IEnumerable<long> moments) => moments.Order().Select(ms => (Instant?)new Instant(ms)).FirstOrDefault();

    private IEnumerable<ModelLifeSpan> Spans(LifeSpan kind)
        => Lives.SelectMany(l => l.Spans).Where(s => s.Kind == kind && keep(s.Dims));

    private long OpenBefore(long ms) => Spans(LifeSpan.Open).Count(s => s.FromMs < ms && !(s.ToMs < ms));

    public long ContactsOffered => ContactFacts(ContactFactKind.Offered).Sum(f => f.Sign)
        + ContactFacts(ContactFactKind.Opened).Sum(f => f.Sign);

    public IReadOnlyList<ModelContactFact> ContactFacts(ContactFactKind kind) =>
    [
        .. sources.SelectMany(s => s.ContactFacts)
            .Where(f => f.Kind == kind && !f.Cause.IsExcluded && window.Holds(f.AtMs) && keep(f.Dims)),
    ];

    /// <summary>
    /// Visits that were waiting when they reached so long a wait, the moment in the window; those still waiting only if it is past.
    /// </summary>
    public long Reached(Func<ModelVisit, long> thresholdOf) => Counted.Count(v =>
    {
        var thresholdMs = thresholdOf(v);
        var reachedMs = v.QueuedMs + thresholdMs;
        if (v.Stage == VisitStage.Waiting) return window.HasPassed(reachedMs) && keep(v.Dims);
        if (v.AnsweredMs is null && WithoutWait.Contains(v.Outcome!.Value)) return false;
        // However long a wait the source reports, the visit did not wait beyond its outcome.
        return v.WaitMs > thresholdMs && window.Holds(Math.Min(reachedMs, v.AnsweredMs ?? v.EndedMs!.Value)) && keep(v.AgentDims ?? v.Dims);
    });

    public IReadOnlyList<ModelVisit> Waiting => [.. Counted.Where(v => v.Stage == VisitStage.Waiting && keep(v.Dims))];

    public long WaitSoFar(ModelVisit visit) => Math.Max(0, window.NowMs - visit.QueuedMs);

    public long Alerting => Counted.SelectMany(v => v.Offers).Count(o => o.EndedMs is null && keep(o.Dims));

    public long InStage(VisitStage stage) => Counted.Count(v => v.Stage == stage && keep(v.AgentDims!));

    public long Events(Func<ModelSource, List<long>> moments)
        => sources.Where(s => keep(s.Dims)).Sum(s => moments(s).Count(window.Holds));

    /// <summary>Agents who are in one of these states now, each once whatever queues the agent is in.</summary>
    public long AgentsIn(params AgentState[] states)
        => SpansByAgent.Count(spans => spans.Any(s => s.ToMs is null && states.Contains(s.State)));

    /// <summary>Time in these states within the window; of an agent in several queues that on contacts of all, and of other states the
    /// queue with the most.</summary>
    public long TimeIn(params AgentState[] states)
    {
        var contacts = states.Contains(AgentState.BusyOther) ? [] : states.Intersect(ModelAgent.OnContacts).ToList();
        return SpansByAgent.Sum(spans => spans.Where(s => contacts.Contains(s.State)).Sum(InWindow) + spans
            .GroupBy(s => s.Dims.Queue)
            .Max(queue => queue.Where(s => states.Contains(s.State) && !contacts.Contains(s.State)).Sum(InWindow)));
    }

    /// <summary>Agents who were in one of these states at any time of the window.</summary>
    public long DistinctIn(params AgentState[] states)
        => SpansByAgent.Count(spans => spans.Any(s => states.Contains(s.State) && InWindow(s) > 0));

    /// <summary>Days of agents in these states, by the zone's clock.</summary>
    public long AgentDays(params AgentState[] states) => SpansByAgent.Sum(spans => spans.Where(s => states.Contains(s.State))
        .SelectMany(s => window.DaysOf(zone, s.FromMs, s.ToMs ?? long.MaxValue)).Distinct().Count());

    public long LengthMs => window.Within(0, long.MaxValue);

    public long WaitingTime => Counted.Where(v => keep(v.Dims))
        .Sum(v => window.Within(v.QueuedMs, v.AnsweredMs ?? v.EndedMs ?? long.MaxValue));

    /// <summary>How often agents came to a state within the window; of an agent in several queues, the queue with the most.</summary>
    public long Entered(AgentState state)
        => SpansByAgent.Sum(spans => spans
            .GroupBy(s => s.Dims.Queue)
            .Max(queue => queue.Count(s => s.State == state && s.IsEntry && window.Holds(s.FromMs))));

    public long EnteredMore(AgentState state, long than) => SpansByAgent.Count(spans => spans
        .GroupBy(s => s.Dims.Queue)
        .Max(queue => queue.Count(s => s.State == state && s.IsEntry && window.Holds(s.FromMs))) > than);

    /// <summary>Agents in one of these states, in all or in some queue, who have done what they do for longer than its limit.</summary>
    public long AgentsOver(AgentState[] states) => sources.SelectMany(s => s.Agents.Values).Count(agent => SpansOf(agent)
        .Any(s => s.ToMs is null && states.Contains(s.State) && window.NowMs - agent.StateSinceMs > ModelAgent.LimitMs(s.State)));

    /// <summary>Known of agents, not of their queues.</summary>
    public long Pending => agentsByQueue ? 0 : sources.SelectMany(s => s.Agents.Values).Count(a => a.IsPending && keep(a.Dims));

    /// <summary>The one agent that is kept; null when there are none or several.</summary>
    public ModelAgent? TheAgent
    {
        get
        {
            var kept = sources.SelectMany(s => s.Agents.Values)
                .Where(a => SpansOf(a).Any() || (!agentsByQueue && CountsBesides(a))).ToList();
            return kept.Count == 1 ? kept[0] : null;
        }
    }

    private bool CountsBesides(ModelAgent agent)
        => agent.ExtraDims.Any(keep) || agent.SlotSteps.Exists(s => keep(s.Dims)) || agent.Plan.Spans.Exists(s => keep(s.Dims));

    /// <summary>Milliseconds of conversations within the window, on hold and those joined included; concurrent ones each.</summary>
    public long ConversationTime => sources.SelectMany(s => s.Visits).Sum(v =>
        TimeOf(v.Conversation, v.EndedMs, v.ExcludedMs) + v.Legs.Sum(l => TimeOf(l.Parts, l.EndedMs, v.ExcludedMs)));

    private long TimeOf(List<(long FromMs, Dims Dims)> parts, long? endedMs, long? excludedMs)
    {
        var toMs = Math.Min(endedMs ?? long.MaxValue, excludedMs ?? long.MaxValue);
        return parts.Select((part, i) => keep(part.Dims)
            ? window.Within(part.FromMs, i + 1 < parts.Count ? parts[i + 1].FromMs : toMs)
            : 0).Sum();
    }

    /// <summary>Agents in these states, or not ready for a productive reason, now.</summary>
    public long AgentsInOrProductive(params AgentState[] states)
        => SpansByAgent.Count(spans => spans.Any(s => s.ToMs is null && (states.Contains(s.State) || IsProductive(s))));

    public long ProductiveTime
        => SpansByAgent.Sum(spans => spans.GroupBy(s => s.Dims.Queue).Max(queue => queue.Where(IsProductive).Sum(InWindow)));

    public long PlannedNow(PlanState state) => PlanSpansByAgent.Sum(spans => spans.Count(s => s.ToMs is null && s.State == state));

    public long TimeOf(PlanState state) => PlanSpansByAgent.Sum(spans => Time(spans, state));

    public long AgentsOf(PlanState state) => PlanSpansByAgent.Count(spans => Time(spans, state) > 0);

    private long Time(IEnumerable<PlanSpan> spans, PlanState state)
        => spans.Where(s => s.State == state).Sum(s => window.Within(s.FromMs, s.ToMs ?? long.MaxValue));

    // Shifts are not planned by queue.
    private IEnumerable<IEnumerable<PlanSpan>> PlanSpansByAgent => agentsByQueue
        ? []
        : sources.SelectMany(s => s.Agents.Values).Select(a => a.Plan.Spans.Where(s => keep(s.Dims)));

    private static bool IsProductive(AgentSpan span) => ModelAgent.IsProductive(span.State, span.Dims.Reason);

    /// <summary>Known of agents, not of their queues.</summary>
    public long Slots => agentsByQueue
        ? 0
        : sources.SelectMany(s => s.Agents.Values).SelectMany(a => a.SlotSteps).Where(s => keep(s.Dims)).Sum(s => s.Amount);

    private IEnumerable<IReadOnlyList<AgentSpan>> SpansByAgent
        => sources.SelectMany(s => s.Agents.Values).Select(a => SpansOf(a).ToList()).Where(spans => spans.Count > 0);

    private IEnumerable<AgentSpan> SpansOf(ModelAgent agent) => (agentsByQueue ? agent.QueueSpans : agent.Spans).Where(s => keep(s.Dims));

    private long InWindow(AgentSpan span) => window.Within(span.FromMs, span.ToMs ?? long.MaxValue);
}
