using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;
using CallCenter.Core.Settings;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Floor;

/// <summary>
/// Makes again what the visits and contacts of a source have counted, from its floor and from records of its ledger. The time that agents
/// spent on them is no part of it: records do not tell when. Used by one thread at a time.
/// </summary>
internal sealed class Recount
{
    private readonly FloorState _state = new(new FloorOptions(), TenantSettings.Standard);
    private readonly VisitCounts _counts;
    private readonly Instant _now;

    /// <param name="rows">The rows that matter; counts in others may be left out.</param>
    public Recount(IEnumerable<KnownRow> rows, Instant now)
    {
        _now = now;
        foreach (var row in rows) _state.Rows.Restore(row);
        _counts = new VisitCounts(_state, new VisitFacts(_state));
    }

    /// <summary>Everything live, and the recent contacts of known customers.</summary>
    public IEnumerable<CountedContact> OfFloor(IEnumerable<FloorItem> items)
    {
        var byKind = items.Where(i => i.Value is not null).ToLookup(i => i.Key.Kind);
        var agents = byKind[FloorItemKind.AgentFixed].Select(AgentCodec.ReadFixed).ToDictionary(agent => agent.Handle);
        var visits = StoredContacts.ReadVisits(byKind, handle => StoredContacts.Find(agents, handle));
        foreach (var visit in visits.Values.Where(visit => !visit.Excluded)) yield return Of(visit);
        foreach (var contact in StoredContacts.ReadContacts(byKind))
        {
            if (contact.Life is { IsExcluded: false } life) yield return OfOpened(contact, life);
        }
        foreach (var item in byKind[FloorItemKind.CustomerContact]) yield return Of(CustomerContact.Read(item));
    }

    /// <summary>A visit that is over; null when it was excluded.</summary>
    public CountedContact? Of(FinishedVisit finished)
    {
        var visit = finished.Visit;
        if (visit.Excluded) return null;
        _counts.OfFinished(finished, 1);
        return Of(visit, isOver: true, []);
    }

    /// <summary>A contact that is closed.</summary>
    public static CountedContact Of(ClosedContact closed) => new(
        CountedKind.OpenedContact, "", closed.ContactId, closed.OpenedAt, [closed.Row], DeltasOf(closed.Counted), [])
    {
        EndedAt = closed.ClosedAt,
    };

    private CountedContact Of(Visit visit)
    {
        _counts.OfLive(visit, _now, 1);
        List<ListEntry> live = [];
        if (visit.State == VisitState.Waiting) live.Add(new ListEntry(LiveList.Waiting, visit.QueueRow, visit.QueuedAt));
        if (visit.IsConnected) live.Add(new ListEntry(LiveList.Conversations, visit.AgentRow, visit.AnsweredAt));
        if (Conversation.IsAwaited(visit)) live.Add(new ListEntry(LiveList.Unanswered, visit.QueueRow, visit.QueuedAt));
        return Of(visit, isOver: visit.State == VisitState.WrapUp, live);
    }

    private CountedContact Of(Visit visit, bool isOver, List<ListEntry> live)
    {
        var isConnected = visit.State != VisitState.Waiting;
        int[] rows = isConnected ? [visit.AgentRow, visit.QueueRow] : [visit.QueueRow];
        return new CountedContact(
            CountedKind.Visit, visit.Id, visit.ContactId, visit.QueuedAt, rows, [.. _state.Deltas.Drain()], live)
        {
            AnsweredAt = isConnected ? visit.AnsweredAt : null,
            EndedAt = isOver ? visit.EndedAt : null,
            Outcome = isOver ? visit.Outcome : null,
            WaitMs = isOver || isConnected ? visit.WaitMs : null,
            TalkMs = isOver && isConnected ? visit.TalkMs : null,
        };
    }

    private static CountedContact OfOpened(Contact contact, ContactLife life)
    {
        List<ListEntry> live = [];
        if (!life.IsResolved) live.Add(new ListEntry(LiveList.OpenContacts, life.Row, life.OpenedAt));
        if (!life.IsResolved && life.UnansweredSince is { } since) live.Add(new ListEntry(LiveList.UnansweredContacts, life.Row, since));
        return new CountedContact(
            CountedKind.OpenedContact, "", contact.Id, life.OpenedAt, [life.Row], DeltasOf(contact.Counted.All), live);
    }

    private static CountedContact Of(CustomerContact contact) => new(
        CountedKind.CustomerContact, "", contact.ContactId, contact.At, [contact.Row],
        DeltasOf(CustomerContact.Measures.Where(m => m.Has(contact)).Select(m => new CountedFact(contact.Row, m.Measure, contact.At))), []);

    private static List<Delta> DeltasOf(IEnumerable<CountedFact> facts)
        => [.. facts.Select(fact => new Delta(fact.Row, DeltaSet.SlotOf(fact.At), fact.Measure, fact.Value))];
}
