using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>
/// Follows customers over their contacts: whether one came back soon after. Each contact counts at its own beginning, also what becomes
/// known later. Without the ids of customers there is nothing here. Used by one thread at a time.
/// </summary>
internal sealed class CustomerContacts(FloorState state)
{
    // Longer than a visit can begin before its first event is sent, go on, and be excluded afterwards.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    // The usual time in which a missed caller is to be reached.
    private static readonly TimeSpan RecoveredWithin = TimeSpan.FromHours(24);

    private readonly CustomerTable _table = new(state);

    public HandleNumbers Numbers => _table.Numbers;

    public IEnumerable<CustomerContact> All => _table.All;

    /// <summary>A visit has begun, and its contact is known.</summary>
    public void Began(Visit visit, string customerId)
    {
        if (visit.Contact is { } contact && (contact.Life is not null || !contact.ArrivedBy.Is(visit)))
        {
            if (_table.OfContact(visit.ContactId) is { } known) visit.CustomerContact = -known.Handle;
            return;
        }
        visit.CustomerContact = Begin(visit.ContactId, customerId, visit.Traits, visit.QueuedAt, visit.QueueRow);
    }

    /// <summary>The source has opened a contact that no visit had brought.</summary>
    public void Opened(ContactOpened e, ContactLife life) => Begin(e.ContactId, e.CustomerId, e.Traits, life.OpenedAt, life.Row);

    public void Answered(Visit visit)
    {
        if (visit.CountsFacts) Serve(_table.Find(Math.Abs(visit.CustomerContact)), 1);
    }

    /// <summary>The customer gave up waiting.</summary>
    public void Abandoned(Visit visit)
    {
        if (visit.CountsFacts) Miss(_table.Find(Math.Abs(visit.CustomerContact)), 1);
    }

    public void Resolved(string contactId) => Serve(_table.OfContact(contactId), 1);

    /// <summary>What the visit has counted is reverted: the contact, if it was the first one; else its answer.</summary>
    public void Excluded(Visit visit)
    {
        if (_table.Find(Math.Abs(visit.CustomerContact)) is not { } contact || !visit.CountsFacts) return;
        if (visit.CustomerContact < 0)
        {
            if (visit.State != VisitState.Waiting) Serve(contact, -1);
            else if (visit.Outcome == VisitOutcome.Abandoned) Miss(contact, -1);
            return;
        }
        if (contact.At != visit.QueuedAt) return; // Another one, whose number was given anew.
        Remove(contact);
    }

    /// <summary>What an opened contact has counted is about to be reverted: the contact, if it began with the opening; else its
    /// resolutions.</summary>
    public void Excluded(Contact opened)
    {
        if (_table.OfContact(opened.Id) is not { } contact) return;
        if (BeganWith(opened)) Remove(contact);
        else Serve(contact, -opened.Counted.All.Count(fact => fact.Measure == Measure.ContactsResolvedKnown));
    }

    /// <summary>What an opened contact has counted is about to move to other rows.</summary>
    public void Moved(Contact opened, Func<int, int> rowAfter)
    {
        if (BeganWith(opened) && _table.OfContact(opened.Id) is { } contact)
            Change(contact, contact with { Row = rowAfter(contact.Row) });
    }

    private static bool BeganWith(Contact opened) => opened.Counted.All.Exists(fact => fact.Measure == Measure.ContactsOpened);

    /// <summary>What a visit has counted is in other rows now.</summary>
    public void Moved(Visit visit, Func<int, int> rowAfter)
    {
        if (visit.CustomerContact > 0 && _table.Find(visit.CustomerContact) is { } contact && contact.At == visit.QueuedAt)
            Change(contact, contact with { Row = rowAfter(contact.Row) });
    }

    /// <summary>When the first of the contacts becomes final; null without one.</summary>
    public Instant? NextFinal
        => _table.OldestProvisional.Select(c => (Instant?)(c.At + state.Options.RepeatWithin)).FirstOrDefault();

    /// <summary>Notes for which contacts the time of a repeat is over, and forgets those that nothing can change any more.</summary>
    public void Advance(Instant now)
    {
        foreach (var contact in _table.OldestProvisional.TakeWhile(c => now - c.At > state.Options.RepeatWithin).ToList())
            Change(contact, contact with { IsFinal = true });
        foreach (var contact in _table.OldestFirst.TakeWhile(c => now - c.At > Kept).Where(c => !IsLive(c)).ToList())
            _table.Replace(contact, null);
    }

    /// <summary>Forgets an id, of a contact or of a customer; what was counted stays.</summary>
    public void Forget(string id)
    {
        if (_table.OfContact(id) is { } contact) _table.Replace(contact, contact with { ContactId = "" });
        foreach (var known in _table.OfCustomer(id)) _table.Replace(known, null);
    }

    public bool Knows(string id) => _table.OfContact(id) is not null || _table.OfCustomer(id).Count > 0;

    public void Restore(IEnumerable<CustomerContact> contacts) => _table.Restore(contacts);

    private int Begin(string contactId, string customerId, VisitTraits traits, Instant at, int row)
    {
        if (_table.OfContact(contactId) is { } former) _table.Replace(former, former with { ContactId = "" });
        if (customerId.Length == 0) return 0;
        if (_table.Count >= state.Options.CustomersMax)
        {
            state.Limits.Note(SourceLimit.Customers);
            return 0;
        }
        var contact = new CustomerContact(_table.Numbers.Next(), customerId, at, row)
        {
            ContactId = contactId,
            IsOutbound = traits.Direction == Direction.Outbound || traits.Channel == Channel.Callback,
        };
        Change(null, contact);
        // It may come late: before others.
        JudgeRecovery(contact);
        var (before, after) = _table.NeighboursOf(contact);
        Judge(before);
        Judge(contact);
        Judge(after);
        return contact.Handle;
    }

    private void Remove(CustomerContact contact)
    {
        var (before, after) = _table.NeighboursOf(contact);
        Change(contact, null);
        Judge(before);
        Judge(after);
        JudgeRecovery(contact);
    }

    private bool IsLive(CustomerContact contact) => state.Contacts.ContainsKey(contact.ContactId)
        || state.OnlyVisits.ContainsKey(contact.ContactId) || state.Visits.ContainsKey(contact.ContactId);

    private void Serve(CustomerContact? contact, int times)
    {
        if (contact is null) return;
        Change(contact, contact with { Served = contact.Served + times });
        JudgeRecovery(contact);
    }

    private void Miss(CustomerContact? contact, int times)
    {
        if (contact is null) return;
        Change(contact, contact with { Missed = contact.Missed + times });
        JudgeRecovery(contact);
    }

    // Whether a contact of the customer, or of the centre with the customer, made up for the missed ones that this one is, or follows.
    private void JudgeRecovery(CustomerContact of)
    {
        var all = _table.OfCustomer(of.CustomerId);
        foreach (var missed in all.Where(c => c.At <= of.At && of.At - c.At <= RecoveredWithin))
        {
            var isRecovered = missed is { IsMissed: true, IsOutbound: false }
                && all.SkipWhile(c => c.Handle != missed.Handle).Skip(1).Any(c => c.Served > 0 && c.At - missed.At <= RecoveredWithin);
            Change(missed, missed with { IsRecovered = isRecovered });
        }
    }

    private void Judge(CustomerContact? contact)
    {
        if (contact is null or { IsOutbound: true }) return;
        var (before, after) = _table.NeighboursOf(contact);
        Change(contact, contact with { IsRepeat = AreClose(before, contact), IsRepeated = AreClose(contact, after) });
    }

    private bool AreClose(CustomerContact? before, CustomerContact? after)
        => before is not null && after is not null && after.At - before.At <= state.Options.RepeatWithin;

    private void Change(CustomerContact? before, CustomerContact? after)
    {
        if (before == after) return;
        foreach (var (measure, has) in CustomerContact.Measures)
        {
            var (had, hasNow) = (before is not null && has(before), after is not null && has(after));
            if (had && hasNow && before!.Row == after!.Row) continue;
            if (had) state.Deltas.Count(before!.Row, measure, before.At, -1);
            if (hasNow) state.Deltas.Count(after!.Row, measure, after.At, 1);
        }
        _table.Replace(before, after);
    }
}
