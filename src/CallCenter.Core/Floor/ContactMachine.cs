using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;

namespace CallCenter.Core.Floor;

/// <summary>
/// Follows contacts over their visits. A visit that is alone stands for its contact and costs nothing here; a contact is kept from its
/// second visit on, or when its only visit ended in a way that another one may follow. Used by one thread at a time.
/// </summary>
internal sealed class ContactMachine(FloorState state, VisitFacts visitFacts, ContactLives lives)
{
    private static readonly FloorJournal.Undo UndoAdd
        = static (state, visit) => ((FloorState)state).OnlyVisits.Remove(((Visit)visit).ContactId);
    private static readonly FloorJournal.Undo UndoRemove
        = static (state, visit) => ((FloorState)state).OnlyVisits[((Visit)visit).ContactId] = (Visit)visit;

    private readonly ContactOutcomes _outcomes = new(state, visitFacts);

    /// <summary>The source opens a contact, whose visits may have begun already.</summary>
    public Refusal? Open(ContactOpened e, Instant at, Instant receivedAt)
    {
        var contact = KeptContact(e.ContactId, at);
        if (contact?.Life is { } life) return Refusal.OfContact(e.ContactId, life.Name, nameof(ContactOpened));
        if (contact is null)
        {
            if (state.Limits.RefuseContacts(state.Contacts.Count + 1) is { } full) return full;
            var only = OnlyVisitOf(e.ContactId);
            if (only is not null) RemoveOnly(only);
            contact = only is null ? Add(new Contact(state.ContactNumbers.Next(), e.ContactId)) : Keep(only);
        }
        var isNew = contact.ArrivedBy.IsNone;
        lives.Open(contact, e, at, receivedAt);
        if (isNew) state.Customers.Opened(e, contact.Life!);
        return e.ExcludedFor is not { } reason ? null
            : lives.Apply(new ContactExcluded(e.ContactId, reason) { OccurredAt = at }, at, receivedAt);
    }

    /// <summary>A visit has begun, and its arrival has counted if it does.</summary>
    public void Joined(Visit visit)
    {
        if (KeptContactOf(visit) is not { } contact)
        {
            if (visit.ContactId == visit.Id) return; // Found by its own id.
            state.Journal.Add(UndoAdd, state, visit);
            state.OnlyVisits[visit.ContactId] = visit;
            return;
        }
        state.Journal.Save(contact);
        visit.Contact = contact;
        contact.LiveVisits++;
        _outcomes.Queued(contact, visit);
        lives.Joined(contact, visit);
        Changed(contact);
    }

    public void Answered(Visit visit)
    {
        if (visit.Contact is not { } contact) return;
        state.Journal.Save(contact);
        _outcomes.Answered(contact, visit);
        lives.Answered(contact, visit);
        Changed(contact);
    }

    /// <summary>A waiting visit ended; its outcome and end are set.</summary>
    public void Left(Visit visit)
    {
        if (visit.Contact is not { } contact) return;
        state.Journal.Save(contact);
        _outcomes.Left(contact, visit);
        Changed(contact);
    }

    /// <summary>A conversation is over; its outcome and end are set.</summary>
    public void Completed(Visit visit)
    {
        if (visit.Contact is not { } contact) return;
        state.Journal.Save(contact);
        _outcomes.Completed(contact, visit);
        Changed(contact);
    }

    /// <summary>Something was written in the visit.</summary>
    public void Messaged(Visit visit, MessageAuthor author, bool isAcknowledgement, Instant at)
    {
        if (visit.Contact is { Life: not null } contact) lives.Message(contact, author, isAcknowledgement, visit.Agent?.Id ?? "", at);
    }

    /// <summary>Nothing of the visit is left.</summary>
    public void Removed(Visit visit)
    {
        var goesOn = visit.Outcome is { } outcome && GoesOn(outcome);
        if (visit.Contact is not { } contact)
        {
            RemoveOnly(visit);
            if (!goesOn || !visit.CountsFacts || state.Contacts.Count >= state.Options.ContactsMax) return;
            contact = Keep(visit);
        }
        state.Journal.Save(contact);
        contact.Ended(visit);
        (contact.EndedAt, contact.SeenAt) = (Instant.Max(contact.EndedAt, visit.EndedAt), Instant.Max(contact.SeenAt, visit.SeenAt));
        if (contact is { LiveVisits: 0, Life: null } && !goesOn) state.Remove(contact);
        else Changed(contact);
    }

    /// <summary>Notes when the server received the end of a visit.</summary>
    public void SeenEnd(Visit visit)
    {
        if (visit.Contact is not { } contact || !state.Contacts.ContainsKey(contact.Id)) return;
        state.Journal.Save(contact);
        contact.SeenAt = visit.SeenAt;
    }

    /// <summary>What the visit has counted is reverted: the next visit counts in its place.</summary>
    public void Excluded(Visit visit)
    {
        if (!state.Contacts.TryGetValue(visit.ContactId, out var contact)) return;
        state.Journal.Save(contact);
        if (contact.ArrivedBy.Is(visit)) contact.ArrivedBy = default;
        if (contact.DecidedBy.Is(visit)) (contact.DecidedBy, contact.Decision) = (default, ContactDecision.None);
        if (contact.HandledBy.Is(visit)) contact.HandledBy = default;
        if (contact.TransferredBy.Is(visit)) contact.TransferredBy = default;
        Changed(contact);
    }

    /// <summary>A live visit has a new number.</summary>
    public void Renamed(Visit visit, int before)
    {
        if (visit.Contact is not { } contact) return;
        state.Journal.Save(contact);
        contact.Rename(before, visit.Handle);
        Changed(contact);
    }

    /// <summary>What a visit has counted is in other rows now.</summary>
    public void Moved(Visit visit, Func<int, int> rowAfter)
    {
        if (!state.Contacts.TryGetValue(visit.ContactId, out var contact)) return;
        if (contact.Decision != ContactDecision.Left || !contact.DecidedBy.Is(visit)) return;
        state.Journal.Save(contact);
        contact.Left = contact.Left with { Row = rowAfter(contact.Left.Row) };
        Changed(contact);
    }

    /// <summary>Until when a contact is kept, by the server's clock; null: as long as one of its visits is live.</summary>
    public Instant? EndOf(Contact contact)
    {
        if (contact.LiveVisits > 0) return null;
        return contact.SeenAt + contact.Life switch
        {
            null => state.Options.ContactLingerMax,
            { IsResolved: true } => state.Options.ResolvedContactKept,
            var life => state.Options.SilentVisitMax.Of(life.Channel),
        };
    }

    // The contact that is kept of a new visit, from now on if this is the second one; null: the visit is alone.
    private Contact? KeptContactOf(Visit visit)
    {
        if (KeptContact(visit.ContactId, visit.QueuedAt) is { } contact) return contact;
        if (OnlyVisitOf(visit.ContactId) is not { } first || first == visit) return null;
        if (state.Contacts.Count >= state.Options.ContactsMax) return null;
        RemoveOnly(first);
        return Keep(first);
    }

    private Contact? KeptContact(string id, Instant at)
    {
        if (state.Contacts.Count == 0 || !state.Contacts.TryGetValue(id, out var contact)) return null;
        if (contact.Life is not null || contact.LiveVisits > 0 || at - contact.EndedAt <= state.Options.ContactLingerMax) return contact;
        state.Remove(contact);
        return null;
    }

    private Visit? OnlyVisitOf(string contactId)
    {
        if (state.OnlyVisits.Count > 0 && state.OnlyVisits.TryGetValue(contactId, out var visit)) return visit;
        return state.Visits.TryGetValue(contactId, out visit) && visit.ContactId == contactId && visit.Contact is null ? visit : null;
    }

    private void RemoveOnly(Visit visit)
    {
        if (visit.ContactId == visit.Id || state.OnlyVisits.GetValueOrDefault(visit.ContactId) != visit) return;
        state.Journal.Add(UndoRemove, state, visit);
        state.OnlyVisits.Remove(visit.ContactId);
    }

    private Contact Keep(Visit first)
    {
        var contact = new Contact(state.ContactNumbers.Next(), first.ContactId) { LiveVisits = 1 };
        _outcomes.Adopt(contact, first);
        state.Journal.Save(first);
        first.Contact = contact;
        return Add(contact);
    }

    private Contact Add(Contact contact)
    {
        state.Add(contact);
        return contact;
    }

    private void Changed(Contact contact)
    {
        if (state.Contacts.ContainsKey(contact.Id)) state.Changes.Put(FloorItemKind.Contact, contact.Handle, contact);
    }

    // The customer is still there, or will be: passed on, moved, or to be called back.
    private static bool GoesOn(VisitOutcome outcome) => VisitFacts.IsTransfer(outcome)
        || outcome is >= VisitOutcome.TimedOut and <= VisitOutcome.CallbackRequested;
}
