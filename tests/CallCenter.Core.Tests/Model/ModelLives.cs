using CallCenter.Core.Events;

namespace CallCenter.Core.Tests.Model;

/// <summary>The contacts that one source opened.</summary>
internal sealed class ModelLives(Dictionary<string, ModelAgent> agents)
{
    private const long DayMs = 86_400_000;

    private readonly List<ModelLife> _known = [];

    public List<ModelLife> All { get; } = [];
    public IEnumerable<ModelLife> Counted => All.Where(l => !l.IsExcluded);

    public ModelLife? Find(string id) => _known.SingleOrDefault(l => l.Id == id);

    public bool Accepts(
        ContactLifeEvent e, Func<VisitTraits, Dims> dimsOf, Func<string, long, bool> hasArrived, long atMs, long receivedMs)
    {
        var life = Find(e.ContactId);
        if (e is ContactOpened opened)
        {
            if (life is not null) return false;
            life = new ModelLife(e.ContactId, dimsOf(opened.Traits), Dims.NameOf(opened.Traits.Channel), atMs)
            {
                State = opened.SelfService ? ContactState.SelfService : ContactState.Open,
                IsAsked = opened.Traits.Direction == Direction.Inbound,
                SeenMs = receivedMs,
            };
            _known.Add(life);
            All.Add(life);
            if (!hasArrived(e.ContactId, atMs)) life.Facts.Add(new ModelLifeFact(LifeFact.Opened, life.Dims, atMs));
            if (!opened.SelfService) AskForResponse(life, atMs);
            Note(life, atMs);
            return true;
        }
        if (life is null || (life.IsResolved && e is not (ContactClosed or ContactExcluded or ContactReclassified))) return false;
        if (e is ContactExcluded or ContactReclassified) return Revise(life, e, receivedMs);
        (atMs, life.SeenMs) = (Math.Max(life.NewestMs, atMs), receivedMs);
        switch (e)
        {
            case ContactStateChanged changed:
                if (changed.State == ContactState.SelfService && life.State != changed.State) life.SelfServiceFromMs = atMs;
                if (changed.State != ContactState.SelfService) LeaveSelfService(life, atMs, LifeFact.Escalated);
                life.State = changed.State;
                break;
            case ContactAssigned assigned:
                if (assigned.Agent.Length > 0)
                {
                    Attend(life, atMs);
                    life.Agents.Add(assigned.Agent);
                }
                life.Agent = assigned.Agent;
                break;
            case ContactMessaged message:
                life.Messages.Add(new(message.Author, message.IsAcknowledgement, atMs, life.Dims));
                Message(life, message.Author, message.IsAcknowledgement, life.Agent, atMs);
                break;
            case ContactClosed:
                if (!life.IsResolved) LeaveSelfService(life, atMs, life.Agents.Count == 0 ? LifeFact.Deflected : LifeFact.Escalated, true);
                EndAsking(life, LifeFact.NotResponded, life.Dims, atMs);
                Forget(life, atMs);
                break;
        }
        Note(life, atMs);
        return true;
    }

    private static bool Revise(ModelLife life, ContactLifeEvent e, long receivedMs)
    {
        if (life.IsExcluded) return false;
        life.SeenMs = receivedMs;
        if (e is ContactExcluded excluded)
        {
            life.ExcludedFor = excluded.Reason;
            return true;
        }
        var change = ((ContactReclassified)e).Classification;
        life.Dims = life.Dims.With(change);
        foreach (var fact in life.Facts) fact.Dims = fact.Dims.With(change);
        foreach (var span in life.Spans) span.Dims = span.Dims.With(change);
        for (var i = 0; i < life.Messages.Count; i++)
            life.Messages[i] = life.Messages[i] with { Dims = life.Messages[i].Dims.With(change) };
        return true;
    }

    public void Resolved(string id, string agent, long atMs, long receivedMs)
    {
        if (Find(id) is not { IsResolved: false } life) return;
        (atMs, life.SeenMs) = (Math.Max(life.NewestMs, atMs), receivedMs);
        if (agent.Length == 0) agent = life.Agent;
        if (agent.Length > 0) life.Agents.Add(agent);
        LeaveSelfService(life, atMs, life.Agents.Count == 0 ? LifeFact.Deflected : LifeFact.Escalated, true);
        EndAsking(life, LifeFact.NotResponded, life.Dims, atMs);
        var dims = DimsOf(life, agent);
        life.Facts.Add(new ModelLifeFact(LifeFact.Resolved, dims, atMs, atMs - life.CycleMs));
        if (life.Cycle == 1)
        {
            life.Facts.Add(new ModelLifeFact(
                LifeFact.FirstResolved, dims, atMs, atMs - life.OpenedMs, life.SelfService.Sum(s => s.ToMs - s.FromMs)));
            if (!life.HasReply) life.Facts.Add(new ModelLifeFact(LifeFact.WithoutReply, dims, atMs));
            if (life.Agents.Count <= 1) life.Facts.Add(life.AtOnce = new ModelLifeFact(LifeFact.AtOnce, dims, atMs));
        }
        life.IsResolved = true;
        Note(life, atMs);
    }

    public void Reopened(string id, long atMs, long receivedMs)
    {
        if (Find(id) is not { IsResolved: true } life) return;
        (atMs, life.SeenMs) = (Math.Max(life.NewestMs, atMs), receivedMs);
        if (life.AtOnce is { } once && atMs - once.AtMs <= 9 * DayMs) once.IsTakenBack = true;
        (life.AtOnce, life.IsResolved, life.State, life.HasResponse, life.IsAsked) = (null, false, ContactState.Open, false, true);
        (life.Cycle, life.CycleMs) = (life.Cycle + 1, atMs);
        Note(life, atMs);
    }

    public void Queued(ModelVisit visit)
    {
        if (Find(visit.ContactId) is not { IsResolved: false } life) return;
        var atMs = Math.Max(life.NewestMs, visit.QueuedMs);
        Attend(life, atMs);
        Note(life, atMs);
    }

    public void Answered(ModelVisit visit)
    {
        if (Find(visit.ContactId) is not { IsResolved: false } life) return;
        var atMs = Math.Max(life.NewestMs, visit.AnsweredMs!.Value);
        life.Agents.Add(life.Agent = visit.Agent!.Id);
        if (visit.Dims.Channel is "phone" or "callback") Message(life, MessageAuthor.Agent, false, life.Agent, atMs);
        Note(life, atMs);
    }

    public void Messaged(ModelVisit visit, MessageAuthor author, bool isAcknowledgement, long atMs)
    {
        if (Find(visit.ContactId) is not { IsResolved: false } life) return;
        atMs = Math.Max(life.NewestMs, atMs);
        Message(life, author, isAcknowledgement, visit.Agent?.Id ?? "", atMs);
        Note(life, atMs);
    }

    /// <summary>What silence decides of those without a live visit.</summary>
    public void Advance(long nowMs, Func<ModelLife, bool> hasLiveVisit, Func<string, long> silenceMs, Action<string> forget)
    {
        foreach (var life in _known.Where(l => !hasLiveVisit(l)).ToList())
        {
            if (nowMs - life.SeenMs <= (life.IsResolved ? 14 * DayMs : silenceMs(life.Channel))) continue;
            var atMs = Math.Max(life.NewestMs, nowMs);
            Forget(life, atMs);
            forget(life.Id);
            Note(life, atMs);
        }
    }

    private void Message(ModelLife life, MessageAuthor author, bool isAcknowledgement, string agent, long atMs)
    {
        if (author == MessageAuthor.Customer)
        {
            if (life.State == ContactState.PendingCustomer) life.State = ContactState.Open;
            (life.IsAsked, life.HasReply) = (true, true);
        }
        if (author != MessageAuthor.Agent) return;
        Attend(life, atMs);
        if (!life.HasResponse && !isAcknowledgement)
        {
            EndAsking(life, LifeFact.Responded, DimsOf(life, agent), atMs);
            life.Facts.Add(new ModelLifeFact(
                life.Cycle == 1 ? LifeFact.FirstResponse : LifeFact.LaterFirstResponse, DimsOf(life, agent), atMs, atMs - life.CycleMs));
        }
        if (agent.Length > 0) life.Agents.Add(agent);
        if (!isAcknowledgement) (life.HasResponse, life.IsAsked) = (true, false);
    }

    private void Attend(ModelLife life, long atMs)
    {
        LeaveSelfService(life, atMs, LifeFact.Escalated);
        if (!life.IsResolved && life.State == ContactState.Scheduled) life.State = ContactState.Open;
    }

    private void LeaveSelfService(ModelLife life, long atMs, LifeFact how, bool isLast = false)
    {
        if (life.IsResolved || life.State != ContactState.SelfService) return;
        life.SelfService.Add((life.SelfServiceFromMs, atMs));
        life.State = ContactState.Open;
        life.Facts.Add(new ModelLifeFact(how, life.Dims, atMs, atMs - life.SelfServiceFromMs));
        if (!isLast) AskForResponse(life, atMs);
    }

    private void AskForResponse(ModelLife life, long atMs)
    {
        if (life.Dims.Direction != "inbound" || life.Cycle > 1 || life.HasResponse || life.UnansweredMs is not null) return;
        life.UnansweredMs = atMs;
        life.Facts.Add(new ModelLifeFact(LifeFact.ResponseAsked, life.Dims, atMs));
    }

    private void EndAsking(ModelLife life, LifeFact how, Dims dims, long atMs)
    {
        if (life.UnansweredMs is { } sinceMs) life.Facts.Add(new ModelLifeFact(how, dims, atMs, atMs - sinceMs));
        life.UnansweredMs = null;
    }

    private void Forget(ModelLife life, long atMs)
    {
        life.UnansweredMs = null;
        (life.IsGone, life.NewestMs) = (true, atMs);
        _known.Remove(life);
    }

    private void Note(ModelLife life, long atMs)
    {
        life.NewestMs = atMs;
        foreach (var kind in Enum.GetValues<LifeSpan>())
        {
            if (life.Is(kind) == life.Now.ContainsKey(kind)) continue;
            if (life.Now.Remove(kind, out var span)) span.ToMs = atMs;
            else life.Spans.Add(life.Now[kind] = new ModelLifeSpan(kind, life.Dims, atMs, life.OpenedMs));
        }
    }

    private Dims DimsOf(ModelLife life, string agent)
    {
        if (agent.Length == 0) return life.Dims;
        var known = agents.GetValueOrDefault(agent);
        return life.Dims with { Agent = agent, Team = known?.Team ?? "", Seniority = known?.Seniority ?? "" };
    }
}
