using CallCenter.Core.Encoding;
using CallCenter.Core.Log;

namespace CallCenter.Core.Floor;

/// <summary>Reads the visits and contacts of a floor from its stored items.</summary>
internal static class StoredContacts
{
    /// <summary>All visits, by their numbers.</summary>
    /// <exception cref="StoredFormException">An item has a part of what is not stored.</exception>
    public static Dictionary<int, Visit> ReadVisits(ILookup<FloorItemKind, FloorItem> items, Func<int, Agent> agentOf)
    {
        var visits = items[FloorItemKind.VisitFixed].Select(VisitCodec.ReadFixed).ToDictionary(visit => visit.Handle);
        foreach (var item in items[FloorItemKind.VisitLive]) VisitCodec.ReadLive(VisitOf(item), item.Value, agentOf);
        foreach (var item in items[FloorItemKind.VisitCounted]) VisitCodec.ReadSettled(VisitOf(item), item.Value);
        foreach (var item in items[FloorItemKind.VisitLegs]) VisitOf(item).Legs = LegCodec.Read(item.Value, agentOf);
        return visits;

        Visit VisitOf(FloorItem item) => Find(visits, item.Key.Handle);
    }

    /// <summary>All contacts.</summary>
    public static IEnumerable<Contact> ReadContacts(ILookup<FloorItemKind, FloorItem> items)
    {
        var settled = items[FloorItemKind.ContactCounted].ToDictionary(item => item.Key.Handle, item => item.Value);
        foreach (var contact in items[FloorItemKind.Contact].Select(ContactCodec.Read))
        {
            if (settled.TryGetValue(contact.Handle, out var counted)) ContactCodec.ReadSettled(contact, counted);
            yield return contact;
        }
    }

    /// <exception cref="StoredFormException">There is none.</exception>
    public static T Find<T>(Dictionary<int, T> things, int handle)
        => things.TryGetValue(handle, out var thing) ? thing
            : throw new StoredFormException("a stored floor refers to what it does not have");
}
