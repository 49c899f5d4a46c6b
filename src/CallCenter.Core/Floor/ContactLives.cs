using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Floor;

/// <summary>Applies the events of contacts that their source opens: tickets and conversations that live beyond their visits. Used by one
/// thread at a time.</summary>
internal sealed class ContactLives(FloorState state, TagSets tags)
{
    private readonly LifeCounts _counts = new(state);
    private readonly LifeRevisions _revisions = new(state, new LifeCounts(state), tags);

    public Refusal? Apply(ContactLifeEvent e, Instant at, Instant receivedAt)
    {
        if (Find(e.ContactId) is not { } contact) return Refusal.OfContact(e.ContactId, "not open", e.GetType().Name);
        state.Journal.Save(contact);
        if (_revisions.Apply(contact, e, receivedAt, out var refusal)) return refusal;
        at = Instant.Max(contact.Life!.LastAt, at);
        if (contact.Life.IsResolved && e is not ContactClosed) return Refusal.OfContact(e.ContactId, "resolved", e.GetType().Name);
        contact.SeenAt = receivedAt;
        switch (e)
        {
            case ContactStateChanged changed:
                Change(contact, LeaveSelfService(contact, contact.Life, changed.State, at) with { State = changed.State }, at);
                break;
            case ContactAssigned assigned:
                var life = assigned.Agent.Length == 0 ? contact.Life : Attend(contact, contact.Life, at);
                Change(contact, life.HandledBy(assigned.Agent) with { Agent = assigned.Agent }, at);
                break;
            case ContactMessaged message:
                _counts.Count(contact, Conversation.MeasureOf(message.Author), at);
                Message(contact, message.Author, message.IsAcknowledgement, contact.Life.Agent, at);
                break;
            case ContactClosed:
                Close(contact, at, isSeen: true);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
        return null;
    }

    /// <summary>A contact that is known was resolved or opened again; the event itself has counted.</summary>
    public void Apply(ContactEvent e, string contactId, Instant at, Instant receivedAt)
    {
        if (Find(contactId) is not { } contact || e is ContactResolved == contact.Life!.IsResolved) return;
        at = Instant.Max(contact.Life.LastAt, at);
        state.Journal.Save(contact);
        contact.SeenAt = receivedAt;
        if (e is ContactResolved) Resolve(contact, e.Agent.Length == 0 ? contact.Life.Agent : e.Agent, at);
        else Reopen(contact, contact.Life, at);
    }

    /// <summary>Counts a fact of an event that names a contact, with the contact if it is known.</summary>
    public void Count(string contactId, CountedFact fact)
    {
        if (Find(contactId) is not { } contact)
        {
            state.Deltas.Count(fact.Row, fact.Measure, fact.At, fact.Value);
            return;
        }
        _counts.Count(contact, fact);
        state.Changes.Put(FloorItemKind.Contact, contact.Handle, contact);
    }

    /// <summary>A visit of the contact has begun.</summary>
    public void Joined(Contact contact, Visit visit)
    {
        if (contact.Life is { IsResolved: false } life) Change(contact, Attend(contact, life, visit.QueuedAt), visit.QueuedAt);
    }

    /// <summary>A visit of the contact was answered: on the phone the answer is the response.</summary>
    public void Answered(Contact contact, Visit visit)
    {
        if (contact.Life is not { IsResolved: false } life) return;
        var (agent, at) = (visit.Agent!.Id, Instant.Max(life.LastAt, visit.AnsweredAt));
        Change(contact, life.HandledBy(agent) with { Agent = agent }, at);
        if (visit.Traits.Channel is Channel.Phone or Channel.Callback)
            Message(contact, MessageAuthor.Agent, isAcknowledgement: false, agent, at);
    }

    /// <summary>Something was written in a visit of the contact.</summary>
    public void Message(Contact contact, MessageAuthor author, bool isAcknowledgement, string agent, Instant at)
    {
        if (contact.Life is not { IsResolved: false } life) return;
        at = Instant.Max(life.LastAt, at);
        switch (author)
        {
            case MessageAuthor.Customer:
                var next = life.State == ContactState.PendingCustomer ? life with { State = ContactState.Open } : life;
                Change(contact, next with { AskedAt = life.AskedAt ?? at, HasCustomerMessage = true }, at);
                break;
            case MessageAuthor.Agent when isAcknowledgement:
                Change(contact, Attend(contact, life, at).HandledBy(agent), at);
                break;
            case MessageAuthor.Agent:
                if (!life.HasResponse) CountFirstResponse(contact, life, RowOf(life, agent), at);
                var attended = CountLimits(contact, Attend(contact, life, at), RowOf(life, agent), at, hasResponse: true);
                Change(contact, attended.HandledBy(agent) with { HasResponse = true, AskedAt = null }, at);
                break;
            default:
                Change(contact, life, at);
                break;
        }
    }

    /// <summary>Ends a contact that has been silent for too long, without a word on how it ended.</summary>
    public void GiveUp(Contact contact, Instant at)
    {
        state.Journal.Save(contact);
        if (contact.Life is { } life) Close(contact, Instant.Max(life.LastAt, at), isSeen: false);
        else state.Remove(contact);
    }

    /// <summary>The source opens a contact; one that a visit of it has brought already counts no more.</summary>
    public void Open(Contact contact, ContactOpened e, Instant at, Instant receivedAt)
    {
        state.Journal.Save(contact);
        contact.SeenAt = receivedAt;
        var traits = tags.Admit(e.Traits);
        var life = new ContactLife(at, state.Rows.NumberOf(RowKey.OfVisit(traits)), traits.Channel)
        {
            State = e.SelfService ? ContactState.SelfService : ContactState.Open,
            SelfServiceSince = at,
            AskedAt = traits.Direction == Direction.Inbound ? at : null,
            IsInbound = traits.Direction == Direction.Inbound,
            KeepsCounts = true,
        };
        contact.Life = life;
        state.Replace(contact, []);
        if (contact.ArrivedBy.IsNone) _counts.Count(contact, Measure.ContactsOpened, at);
        if (life.IsInbound && state.Hours.IsOpen(traits.Queue, at) is { } isOpen)
            _counts.Count(contact, isOpen ? Measure.ContactsOpenedInHours : Measure.ContactsOpenedOffHours, at);
        if (!e.SelfService) contact.Life = AskForResponse(contact, life, at);
        foreach (var (gauge, has) in ContactLife.Gauges)
        {
            if (has(life)) Step(contact, gauge, at, 1);
        }
        state.Changes.Put(FloorItemKind.Contact, contact.Handle, contact);
        state.Changes.Put(FloorItemKind.OpenContact, contact.Handle, contact);
    }

    private void Resolve(Contact contact, string agent, Instant at)
    {
        var life = contact.Life!.HandledBy(agent);
        var wasInSelfService = life.State == ContactState.SelfService;
        life = LeaveSelfService(contact, life, ContactState.Open, at, isDeflected: true);
        var row = RowOf(life, agent);
        CountResolution(contact, life, row, at);
        if (!life.IsExcluded) state.Customers.Resolved(contact.Id);
        if (life is { Cycle: 1, HasSecondAgent: false }) life = life with { AtOnce = new ContactLeft(row, at, 0) };
        life = CountLimits(contact, life, life.Row, at, hasResponse: false);
        Change(contact, life with { IsResolved = true, State = wasInSelfService ? ContactState.Open : life.State }, at);
    }

    private void CountResolution(Contact contact, ContactLife life, int row, Instant at)
    {
        Count(Measure.ContactsResolvedKnown);
        Count(Measure.ContactCycleTime, at.UnixMs - life.CycleAt.UnixMs);
        if (life.Cycle > 1) return;
        var ms = at.UnixMs - life.OpenedAt.UnixMs;
        Count(Measure.ContactsResolvedFirst);
        Count(Measure.ContactResolutionTime, ms);
        Count(Measure.ContactResolutionTimes.Bucket(ms));
        Count(Measure.ContactResolutionTimeInSelfService, life.SelfServiceMs);
        if (DayOf(at) == DayOf(life.OpenedAt)) Count(Measure.ContactsResolvedSameDay);
        if (!life.HasSecondAgent) Count(Measure.ContactsResolvedAtOnce);
        if (!life.HasCustomerMessage) Count(Measure.ContactsResolvedWithoutReply);

        DateOnly DayOf(Instant moment) => LocalTime.DateAt(state.Settings.Zone, moment);

        void Count(Measure measure, long value = 1) => _counts.Count(contact, new CountedFact(row, measure, at, value));
    }

    private void Reopen(Contact contact, ContactLife life, Instant at)
    {
        // What is older is in no window.
        if (life.AtOnce is { } once && at - once.At <= state.Options.ExcludableMax)
            _counts.Count(contact, new CountedFact(once.Row, Measure.ContactsResolvedAtOnce, once.At, -1));
        Change(contact, life with
        {
            IsResolved = false,
            State = ContactState.Open,
            Cycle = life.Cycle + 1,
            CycleAt = at,
            HasResponse = false,
            AskedAt = at,
            AtOnce = null,
        }, at);
    }

    private void Close(Contact contact, Instant at, bool isSeen)
    {
        var life = contact.Life!;
        if (isSeen && !life.IsResolved) life = LeaveSelfService(contact, life, ContactState.Open, at, isDeflected: true);
        if (isSeen) life = CountLimits(contact, life, life.Row, at, hasResponse: false);
        Change(contact, life with { IsResolved = true, UnansweredSince = null }, at);
        if (contact.Counted.All.Count > 0)
            state.Record(new ClosedContact(contact.Id, life.OpenedAt, at, life.Row, contact.Counted.All));
        contact.Life = null;
        state.Replace(contact, []);
        if (contact.LiveVisits == 0) state.Remove(contact);
    }

    // A human agent, or a queue, has it from now on.
    private ContactLife Attend(Contact contact, ContactLife life, Instant at)
    {
        var next = LeaveSelfService(contact, life, ContactState.Open, Instant.Max(life.LastAt, at));
        return life.State is ContactState.SelfService or ContactState.Scheduled ? next with { State = ContactState.Open } : next;
    }

    private ContactLife LeaveSelfService(
        Contact contact, ContactLife life, ContactState next, Instant at, bool isDeflected = false)
    {
        if (life.State != ContactState.SelfService || next == ContactState.SelfService)
            return next == ContactState.SelfService && life.State != next ? life with { SelfServiceSince = at } : life;
        var ms = at.UnixMs - life.SelfServiceSince.UnixMs;
        _counts.Count(contact, Measure.SelfServiceTime, at, ms);
        _counts.Count(contact, isDeflected && life.FirstAgent.Length == 0 ? Measure.ContactsDeflected : Measure.ContactsEscalated, at);
        life = life with { SelfServiceMs = life.SelfServiceMs + ms };
        return isDeflected ? life : AskForResponse(contact, life, at);
    }

    // Nobody answers while a bot or menu has it, so the time begins after that.
    private ContactLife AskForResponse(Contact contact, ContactLife life, Instant at)
    {
        if (!life.IsInbound || life is not { Cycle: 1, HasResponse: false, UnansweredSince: null }) return life;
        _counts.Count(contact, Measure.ContactResponsesAsked, at);
        return life with { UnansweredSince = at };
    }

    // It has its first response, or is not to get one.
    private ContactLife CountLimits(Contact contact, ContactLife life, int row, Instant at, bool hasResponse)
    {
        if (life.UnansweredSince is not { } since) return life;
        var key = state.Rows.KeyOf(life.Row);
        var own = state.Targets.Of(key?.Queue ?? "", life.Channel);
        foreach (var fact in ResponseFamilies.OfContacts.Facts(row, own, since, at, hasResponse)) _counts.Count(contact, fact);
        return life with { UnansweredSince = null };
    }

    private void CountFirstResponse(Contact contact, ContactLife life, int row, Instant at)
    {
        var (count, time) = life.Cycle == 1
            ? (Measure.ContactFirstResponses, Measure.ContactFirstResponse)
            : (Measure.ContactLaterFirstResponses, Measure.ContactLaterFirstResponse);
        _counts.Count(contact, new CountedFact(row, count, at));
        _counts.Count(contact, new CountedFact(row, time, at, at.UnixMs - life.CycleAt.UnixMs));
    }

    // Row of the contact's traits and an agent.
    private int RowOf(ContactLife life, string agentId)
    {
        if (agentId.Length == 0 || state.Rows.KeyOf(life.Row) is not { IsWithoutDimensions: false } key) return life.Row;
        return state.Rows.NumberOf(state.WithAgent(key, agentId));
    }

    private void Change(Contact contact, ContactLife next, Instant at)
    {
        var life = contact.Life!;
        at = Instant.Max(life.LastAt, at);
        state.Journal.Save(contact);
        contact.Life = next with { LastAt = at };
        foreach (var (gauge, has) in ContactLife.Gauges)
        {
            var step = (has(next) ? 1 : 0) - (has(life) ? 1 : 0);
            if (step != 0) Step(contact, gauge, at, step);
        }
        state.Changes.Put(FloorItemKind.Contact, contact.Handle, contact);
        if (life.IsResolved != next.IsResolved || life.UnansweredSince != next.UnansweredSince)
            state.Changes.Put(FloorItemKind.OpenContact, contact.Handle, contact);
    }

    // Of the backlog the age is known, which is counted from the opening; of other states the time in them.
    private void Step(Contact contact, Gauge gauge, Instant at, int step)
        => _counts.Step(contact, gauge, at, step, since: gauge == Gauge.ContactsOpen ? contact.Life!.OpenedAt : at);

    private Contact? Find(string contactId)
        => state.Contacts.TryGetValue(contactId, out var contact) && contact.Life is not null ? contact : null;
}
