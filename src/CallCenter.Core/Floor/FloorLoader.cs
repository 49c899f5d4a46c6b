using CallCenter.Core.Log;

namespace CallCenter.Core.Floor;

/// <summary>Rebuilds a floor from its stored items, which may come in any order. Used once.</summary>
internal sealed class FloorLoader(FloorState state, AgentMachine machine, EventIds eventIds)
{
    private readonly Dictionary<int, Agent> _agents = [];

    /// <returns>The status of the source.</returns>
    public SourceStatus Load(IEnumerable<FloorItem> items)
    {
        var byKind = items.Where(i => i.Value is not null).ToLookup(i => i.Key.Kind);
        foreach (var item in byKind[FloorItemKind.AgentFixed]) AddAgent(item);
        foreach (var item in byKind[FloorItemKind.AgentLive]) AgentCodec.ReadLive(AgentOf(item.Key.Handle), item.Value);
        foreach (var item in byKind[FloorItemKind.AgentClock])
        {
            var (agent, clock) = (AgentOf(item.Key.Handle), AgentClockCodec.Read(item.Value));
            (agent.LastAt, agent.StateSince) = (clock.LastAt, clock.Since ?? Agent.Never);
            agent.Extras = clock.Extras;
        }
        var visits = StoredContacts.ReadVisits(byKind, AgentOf).Values;
        foreach (var visit in visits) state.Visits[visit.Id] = visit;
        foreach (var contact in StoredContacts.ReadContacts(byKind)) state.Contacts[contact.Id] = contact;
        ListContacts(byKind[FloorItemKind.OpenContact].Select(i => i.Key.Handle).ToHashSet());
        foreach (var visit in visits) AddToContact(visit);
        state.Customers.Restore(byKind[FloorItemKind.CustomerContact].Select(CustomerContact.Read));
        var ids = byKind[FloorItemKind.EventId].Select(FloorCodec.ReadEventId).ToList();
        foreach (var id in HandleNumbers.OldestFirst(ids, i => i.Handle)) eventIds.Restore(id);
        state.StartNumbers();
        foreach (var visit in visits) AgentMachine.Restore(visit);
        foreach (var agent in _agents.Values) machine.Restore(agent);
        return byKind[FloorItemKind.Source].Select(i => SourceStatusCodec.Read(i.Value)).FirstOrDefault() ?? new SourceStatus();
    }

    private void AddAgent(FloorItem item)
    {
        var agent = AgentCodec.ReadFixed(item);
        _agents.Add(agent.Handle, agent);
        state.Agents[agent.Id] = agent;
    }

    // Those that were stored before there were such items.
    private void ListContacts(HashSet<int> listed)
    {
        foreach (var contact in state.Contacts.Values.Where(c => !listed.Contains(c.Handle)))
        {
            if (FloorCodec.Has(FloorItemKind.OpenContact, contact))
                state.Changes.Put(FloorItemKind.OpenContact, contact.Handle, contact);
        }
    }

    private void AddToContact(Visit visit)
    {
        if (state.Contacts.TryGetValue(visit.ContactId, out var contact))
        {
            visit.Contact = contact;
            contact.LiveVisits++;
        }
        else if (visit.ContactId != visit.Id) state.OnlyVisits[visit.ContactId] = visit;
    }

    private Agent AgentOf(int handle) => StoredContacts.Find(_agents, handle);
}
