using CallCenter.Core.Log;

namespace CallCenter.Core.Floor;

/// <summary>A contact whose id is to be forgotten.</summary>
/// <param name="StoredId">The id as visits have it: as sent, or its keyed hash.</param>
/// <param name="SentId">The id as adapters send it, which ids of events may contain.</param>
public sealed record ForgottenContact(string StoredId, string SentId)
{
    internal bool IsContactOf(Visit visit) => visit.ContactId == StoredId && visit.Id != StoredId;

    internal bool Names(Visit visit) => visit.Id.Contains(StoredId, StringComparison.Ordinal);

    internal bool IsIn(string eventId)
        => eventId.Contains(SentId, StringComparison.Ordinal) || eventId.Contains(StoredId, StringComparison.Ordinal);
}

/// <summary>The places of a contact's id.</summary>
/// <param name="Visits">Visits of the contact with an id of their own: they lose the contact's.</param>
/// <param name="NamedVisits">Visits whose own id contains it: it stays until they end, since their next events name it.</param>
/// <param name="EventIds">Remembered ids of events that contain it: they are forgotten.</param>
/// <param name="FinishedVisits">Records of visits that are over, of the contact or with its id in their own: they lose both.</param>
public readonly record struct ContactTraces(int Visits, int NamedVisits, int EventIds, int FinishedVisits = 0)
{
    /// <summary>Contacts that are kept apart from their visits, or wait for another one: their id goes with them.</summary>
    public int Contacts { get; init; }

    /// <summary>Whether there is anything to erase.</summary>
    public bool CanErase => Visits + EventIds + FinishedVisits + Contacts > 0;

    public static ContactTraces operator +(ContactTraces a, ContactTraces b)
        => new(a.Visits + b.Visits, a.NamedVisits + b.NamedVisits, a.EventIds + b.EventIds, a.FinishedVisits + b.FinishedVisits)
        {
            Contacts = a.Contacts + b.Contacts,
        };

    /// <summary>The traces in stored items, as of their commit.</summary>
    public static ContactTraces In(IEnumerable<FloorItem> items, ForgottenContact contact)
    {
        var found = default(ContactTraces);
        foreach (var item in items)
        {
            if (item.Value is null) continue;
            if (item.Key.Kind == FloorItemKind.VisitFixed) found += Of(VisitCodec.ReadFixed(item), contact);
            else if (item.Key.Kind == FloorItemKind.Contact && ContactCodec.Read(item).Id == contact.StoredId)
                found += new ContactTraces { Contacts = 1 };
            else if (item.Key.Kind == FloorItemKind.CustomerContact && CustomerContact.Read(item) is var known
                && (known.CustomerId == contact.StoredId || known.ContactId == contact.StoredId))
                found += new ContactTraces { Contacts = 1 };
            else if (item.Key.Kind == FloorItemKind.EventId && contact.IsIn(FloorCodec.ReadEventId(item).EventId))
                found += new ContactTraces(0, 0, 1);
        }
        return found;
    }

    internal static ContactTraces Of(Visit visit, ForgottenContact contact)
        => new(contact.IsContactOf(visit) ? 1 : 0, contact.Names(visit) ? 1 : 0, 0);
}
