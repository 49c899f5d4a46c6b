using CallCenter.Core.Log;

namespace CallCenter.Core.Floor;

/// <summary>Erases the ids of contacts from a floor. Used by one thread at a time.</summary>
internal sealed class ContactErasure(FloorState state, ContactLives lives, EventIds eventIds)
{
    /// <summary>Where the id of a contact is.</summary>
    public ContactTraces Find(ForgottenContact contact)
    {
        var found = new ContactTraces(0, 0, eventIds.Count(contact))
        {
            Contacts = state.Contacts.ContainsKey(contact.StoredId) || state.Customers.Knows(contact.StoredId) ? 1 : 0,
        };
        return state.Visits.Values.Aggregate(found, (sum, visit) => sum + ContactTraces.Of(visit, contact));
    }

    /// <summary>Erases the id of a contact where nothing that follows needs it.</summary>
    public void Forget(ForgottenContact contact)
    {
        if (state.Contacts.GetValueOrDefault(contact.StoredId) is { } kept)
        {
            // It leaves the backlog as of its last event: nobody can end it any more.
            if (kept.Life is { } life) lives.GiveUp(kept, life.LastAt);
            if (state.Contacts.ContainsKey(kept.Id)) state.Remove(kept);
        }
        state.OnlyVisits.Remove(contact.StoredId);
        state.Customers.Forget(contact.StoredId);
        foreach (var visit in state.Visits.Values.Where(v => v.ContactId == contact.StoredId))
        {
            visit.ForgetContact();
            state.Changes.Put(FloorItemKind.VisitFixed, visit.Handle, visit);
        }
        eventIds.Forget(contact);
        state.RecordErasure(contact.StoredId);
        state.Accept();
    }
}
