using CallCenter.Core.Events;
using CallCenter.Core.Floor;

namespace CallCenter.Core.Tests.Model;

/// <summary>An event that stands by itself.</summary>
/// <param name="Life">The opened contact that it counts with; null: with none.</param>
internal sealed record ModelFact(ContactEvent Event, Dims Dims, long AtMs, ModelLife? Life = null);

/// <summary>
/// One source, the naive way: says of each event what the protocol says of it, and keeps everything that was ever accepted.
/// </summary>
internal sealed class ModelSource(string name)
{
    private const long FutureMaxMs = 5_000;
    private const long LateAfterMs = 2_000;
    private const long HourMs = 3_600_000;
    private const long HistoryMaxMs = 9 * 24 * HourMs;
    private const long EventIdKeptMs = 600_000;
    private const long WrapUpMaxMs = 30 * 60_000L;

    private readonly List<(string Id, long SeenMs, long AtMs)> _eventIds = [];
    private readonly ModelVisits _visits = new(name);

    public string Name { get; } = name;
    public Dims Dims { get; } = new(name);
    public List<ModelContactFact> ContactFacts => _visits.Contacts.Facts;
    public ModelCustomers Customers => _visits.Customers;
    public ModelLives Lives => _visits.Lives;
    public List<ModelVisit> Visits => _visits.All;
    public Dictionary<string, ModelAgent> Agents => _visits.Agents;
    public List<ModelFact> Facts { get; } = [];

    public List<long> CountedMs { get; } = [];
    public List<long> LateMs { get; } = [];
    public List<long> DuplicateMs { get; } = [];
    public List<long> RejectedMs { get; } = [];
    public List<long> FutureMs { get; } = [];
    public List<long> GhostBySilenceMs { get; } = [];
    public List<long> GhostBySourceMs { get; } = [];

    public ApplyResult Apply(SourceEvent e, long receivedMs)
    {
        var occurredMs = e.OccurredAt.UnixMs;
        if (occurredMs < receivedMs - HistoryMaxMs) return Reject(receivedMs);
        if (e.EventId.Length > 0 && _eventIds.Any(known => known.Id == e.EventId
            && (receivedMs - known.SeenMs <= EventIdKeptMs || CountedMs.Max() - known.AtMs <= EventIdKeptMs)))
        {
            DuplicateMs.Add(receivedMs);
            return ApplyResult.Duplicate;
        }
        var atMs = occurredMs;
        if (occurredMs > receivedMs + FutureMaxMs)
        {
            FutureMs.Add(receivedMs);
            atMs = receivedMs;
        }
        else if (CountedMs.Count > 0 && CountedMs.Max() - occurredMs > LateAfterMs)
        {
            LateMs.Add(occurredMs);
        }
        if (!Accepts(e, atMs, receivedMs)) return Reject(receivedMs);
        if (e.EventId.Length > 0) _eventIds.Add((e.EventId, receivedMs, atMs));
        CountedMs.Add(atMs);
        if (e is VisitEnded { Outcome: VisitOutcome.Lost }) GhostBySourceMs.Add(atMs);
        return ApplyResult.Counted;
    }

    /// <summary>What silence decides.</summary>
    public void Advance(long nowMs)
    {
        foreach (var agent in Agents.Values) agent.Plan.Walk(nowMs, agent.NewestMs);
        Customers.Advance(nowMs);
        foreach (var visit in _visits.Live.ToList())
        {
            if (visit.Stage == VisitStage.WrapUp)
            {
                if (nowMs - visit.WrapUpFromMs > WrapUpMaxMs && nowMs - visit.SeenMs > WrapUpMaxMs) _visits.GiveUp(visit, nowMs);
            }
            else if (nowMs - visit.SeenMs > SilenceMaxMs(visit.Dims.Channel))
            {
                GhostBySilenceMs.Add(nowMs);
                _visits.GiveUp(visit, nowMs);
            }
        }
        _visits.Contacts.Advance(nowMs, id => _visits.Lives.Find(id) is not null);
        _visits.Lives.Advance(nowMs, life => _visits.Contacts.HasLiveVisit(life.Id), SilenceMaxMs, _visits.Contacts.Closed);
    }

    private static long SilenceMaxMs(string channel) => channel switch
    {
        "phone" => 4 * HourMs,
        "chat" => 24 * HourMs,
        "callback" => 7 * 24 * HourMs,
        _ => 60 * 24 * HourMs,
    };

    private ApplyResult Reject(long receivedMs)
    {
        RejectedMs.Add(receivedMs);
        return ApplyResult.Refused;
    }

    private bool Accepts(SourceEvent e, long atMs, long receivedMs)
    {
        switch (e)
        {
            case VisitEvent visit:
                return _visits.Accepts(visit, atMs, receivedMs);
            case AgentEvent agent:
                return _visits.AcceptsOfAgent(agent, atMs);
            case ContactLifeEvent contact:
                var isNew = contact is ContactOpened && Lives.Find(contact.ContactId) is null
                    && !_visits.Contacts.HasArrived(contact.ContactId, atMs);
                if (!Lives.Accepts(contact, traits => Dims.Of(Name, traits), _visits.Contacts.HasArrived, atMs, receivedMs)) return false;
                if (isNew) Customers.Opened((ContactOpened)contact, Lives.Find(contact.ContactId)!, atMs);
                if (contact is ContactClosed) _visits.Contacts.Closed(contact.ContactId);
                return true;
            case ContactEvent contact:
                Agents.TryGetValue(contact.Agent, out var known);
                var dims = Dims with
                {
                    Queue = contact.Queue,
                    Agent = contact.Agent,
                    Team = known?.Team ?? "",
                    Seniority = known?.Seniority ?? "",
                    Channel = Dims.NameOf(contact.Channel),
                    Reason = contact.Reason,
                };
                var named = contact switch
                {
                    ContactResolved e1 => Lives.Find(e1.ContactId),
                    ContactReopened e2 => Lives.Find(e2.ContactId),
                    _ => null,
                };
                // What an excluded contact does counts for nothing any more.
                if (named is not { IsExcluded: true }) Facts.Add(new ModelFact(contact, dims, atMs, named));
                if (contact is ContactResolved { ContactId: var id } && named is { IsResolved: false }) Customers.Resolved(id, named);
                if (contact is ContactResolved resolved) Lives.Resolved(resolved.ContactId, contact.Agent, atMs, receivedMs);
                if (contact is ContactReopened reopened) Lives.Reopened(reopened.ContactId, atMs, receivedMs);
                return true;
            default:
                throw new ArgumentException($"The model does not know {e.GetType().Name}.");
        }
    }
}
