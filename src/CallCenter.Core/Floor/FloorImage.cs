using CallCenter.Core.Encoding;
using CallCenter.Core.Log;

namespace CallCenter.Core.Floor;

/// <summary>The whole of a floor in its stored form.</summary>
internal static class FloorImage
{
    /// <summary>Everything live, changed or not.</summary>
    public static IEnumerable<FloorItem> Encode(FloorState state, int format)
    {
        var w = new VarWriter();
        FloorItem Item(FloorItemKind kind, int handle, object thing)
            => new(new FloorItemKey(kind, handle), FloorCodec.Encode(w, kind, thing, format));
        foreach (var agent in state.Agents.Values)
        {
            yield return Item(FloorItemKind.AgentFixed, agent.Handle, agent);
            yield return Item(FloorItemKind.AgentLive, agent.Handle, agent);
            yield return Item(FloorItemKind.AgentClock, agent.Handle, agent);
        }
        foreach (var visit in state.Visits.Values)
        {
            yield return Item(FloorItemKind.VisitFixed, visit.Handle, visit);
            yield return Item(FloorItemKind.VisitLive, visit.Handle, visit);
            if (visit.Legs.Count > 0) yield return Item(FloorItemKind.VisitLegs, visit.Handle, visit);
            if (FloorCodec.Has(FloorItemKind.VisitCounted, visit)) yield return Item(FloorItemKind.VisitCounted, visit.Handle, visit);
        }
        foreach (var contact in state.Contacts.Values)
        {
            yield return Item(FloorItemKind.Contact, contact.Handle, contact);
            foreach (var kind in (FloorItemKind[])[FloorItemKind.OpenContact, FloorItemKind.ContactCounted])
            {
                if (FloorCodec.Has(kind, contact)) yield return Item(kind, contact.Handle, contact);
            }
        }
        foreach (var contact in state.Customers.All) yield return Item(FloorItemKind.CustomerContact, contact.Handle, contact);
    }
}
