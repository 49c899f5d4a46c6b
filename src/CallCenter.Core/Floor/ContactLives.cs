using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Log;
using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>Applies the events of contacts that their source opens: tickets and conversations that live beyond their visits. Used by one
/// thread at a time.</summary>
internal sealed class ContactLives(FloorState state, TagSets tags)
{
    public Refusal? Apply(ContactLifeEvent e, Instant at, Instant receivedAt)
    {
        if (Find(e.ContactId) is not { } contact) return Refusal.OfContact(e.ContactId, "not open", e.GetType().Name);
        at = Instant.Max(contact.Life!.LastAt, at);
        if (contact.Life.IsResolved && e is not ContactClosed) return Refusal.OfContact(e.ContactId, "resolved", e.GetType().Name);
        state.Journal.Save(contact);
        contact.SeenAt = receivedAt;
        switch (e)
        {
            case ContactStateChanged changed:
                Change(contact, LeaveSelfService(contact.Life, changed.State, at) with { State = changed.State }, at);
                break;
            case ContactAssigned assigned:
                var life = assigned.Agent.Length == 0 ? contact.Life : Attend(contact.Life, at);
                Change(contact, life.HandledBy(assigned.Agent) with { Agent = assigned.Agent }, at);
                break;
            case ContactMessaged message:
                Count(contact.Life, Conversation.MeasureOf(message.Author), at);
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

    /// <summary>A visit of the contact has begun.</summary>
    public void Joined(Contact contact, Visit visit)
    {
        if (contact.Life is { IsResolved: false } life) Change(contact, Attend(life, visit.QueuedAt), visit.QueuedAt);
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
                Change(contact, Attend(life, at).HandledBy(agent), at);
                break;
            case MessageAuthor.Agent:
                if (!life.HasResponse) CountFirstResponse(life, RowOf(life, agent), at);
                var attended = CountLimits(Attend(life, at), RowOf(life, agent), at, hasResponse: true);
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
        };
        if (contact.ArrivedBy.IsNone) Count(life, Measure.ContactsOpened, at);
        contact.Life = e.SelfService ? life : AskForResponse(life, at);
        foreach (var (gauge, has) in ContactLife.Gauges)
        {
            if (has(life)) Step(gauge, life, at, 1);
        }
        state.Changes.Put(FloorItemKind.Contact, contact.Handle, contact);
        state.Changes.Put(FloorItemKind.OpenContact, contact.Handle, contact);
    }

    private void Resolve(Contact contact, string agent, Instant at)
    {
        var life = contact.Life!.HandledBy(agent);
        var wasInSelfService = life.State == ContactState.SelfService;
        life = LeaveSelfService(life, ContactState.Open, at, isDeflected: true);
        var row = RowOf(life, agent);
        CountResolution(life, row, at);
        state.Customers.Resolved(contact.Id);
        if (life is { Cycle: 1, HasSecondAgent: false }) life = life with { AtOnce = new ContactLeft(row, at, 0) };
        life = CountLimits(life, life.Row, at, hasResponse: false);
        Change(contact, life with { IsResolved = true, State = wasInSelfService ? ContactState.Open : life.State }, at);
    }

    private void CountResolution(ContactLife life, int row, Instant at)
    {
        var deltas = state.Deltas;
        deltas.Count(row, Measure.ContactsResolvedKnown, at, 1);
        deltas.Count(row, Measure.ContactCycleTime, at, at.UnixMs - life.CycleAt.UnixMs);
        if (life.Cycle > 1) return;
        var ms = at.UnixMs - life.OpenedAt.UnixMs;
        deltas.Count(row, Measure.ContactsResolvedFirst, at, 1);
        deltas.Count(row, Measure.ContactResolutionTime, at, ms);
        deltas.Count(row, Measure.ContactResolutionTimes.Bucket(ms), at, 1);
        deltas.Count(row, Measure.ContactResolutionTimeInSelfService, at, life.SelfServiceMs);
        if (!life.HasSecondAgent) deltas.Count(row, Measure.ContactsResolvedAtOnce, at, 1);
        if (!life.HasCustomerMessage) deltas.Count(row, Measure.ContactsResolvedWithoutReply, at, 1);
    }

    private void Reopen(Contact contact, ContactLife life, Instant at)
    {
        // What is older is in no window.
        if (life.AtOnce is { } once && at - once.At <= state.Options.ExcludableMax)
            state.Deltas.Count(once.Row, Measure.ContactsResolvedAtOnce, once.At, -1);
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
        if (isSeen && !life.IsResolved) life = LeaveSelfService(life, ContactState.Open, at, isDeflected: true);
        if (isSeen) life = CountLimits(life, life.Row, at, hasResponse: false);
        Change(contact, life with { IsResolved = true, UnansweredSince = null }, at);
        contact.Life = null;
        if (contact.LiveVisits == 0) state.Remove(contact);
    }

    // A human agent, or a queue, has it from now on.
    private ContactLife Attend(ContactLife life, Instant at)
    {
        var next = LeaveSelfService(life, ContactState.Open, Instant.Max(life.LastAt, at));
        return life.State == ContactState.SelfService ? next with { State = ContactState.Open } : next;
    }

    private ContactLife LeaveSelfService(ContactLife life, ContactState next, Instant at, bool isDeflected = false)
    {
        if (life.State != ContactState.SelfService || next == ContactState.SelfService)
            return next == ContactState.SelfService && life.State != next ? life with { SelfServiceSince = at } : life;
        var ms = at.UnixMs - life.SelfServiceSince.UnixMs;
        Count(life, Measure.SelfServiceTime, at, ms);
        Count(life, isDeflected && life.FirstAgent.Length == 0 ? Measure.ContactsDeflected : Measure.ContactsEscalated, at);
        life = life with { SelfServiceMs = life.SelfServiceMs + ms };
        return isDeflected ? life : AskForResponse(life, at);
    }

    // Nobody answers while a bot or menu has it, so the time begins after that.
    private ContactLife AskForResponse(ContactLife life, Instant at)
    {
        if (!life.IsInbound || life is not { Cycle: 1, HasResponse: false, UnansweredSince: null }) return life;
        Count(life, Measure.ContactResponsesAsked, at);
        return life with { UnansweredSince = at };
    }

    // It has its first response, or is not to get one.
    private ContactLife CountLimits(ContactLife life, int row, Instant at, bool hasResponse)
    {
        if (life.UnansweredSince is not { } since) return life;
        var key = state.Rows.KeyOf(life.Row);
        var own = state.Targets.Of(key?.Queue ?? "", life.Channel);
        foreach (var fact in ResponseFamilies.OfContacts.Facts(row, own, since, at, hasResponse))
            state.Deltas.Count(fact.Row, fact.Measure, fact.At, fact.Value);
        return life with { UnansweredSince = null };
    }

    private void CountFirstResponse(ContactLife life, int row, Instant at)
    {
        var ms = at.UnixMs - life.CycleAt.UnixMs;
        state.Deltas.Count(row, life.Cycle == 1 ? Measure.ContactFirstResponses : Measure.ContactLaterFirstResponses, at, 1);
        state.Deltas.Count(row, life.Cycle == 1 ? Measure.ContactFirstResponse : Measure.ContactLaterFirstResponse, at, ms);
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
            if (step != 0) Step(gauge, life, at, step);
        }
        state.Changes.Put(FloorItemKind.Contact, contact.Handle, contact);
        if (life.IsResolved != next.IsResolved || life.UnansweredSince != next.UnansweredSince)
            state.Changes.Put(FloorItemKind.OpenContact, contact.Handle, contact);
    }

    // Of the backlog the age is known, which is counted from the opening; of other states the time in them.
    private void Step(Gauge gauge, ContactLife life, Instant at, int step)
    {
        if (gauge == Gauge.ContactsOpen) state.Deltas.Step(life.Row, gauge, at, step, since: life.OpenedAt);
        else state.Deltas.Step(life.Row, gauge, at, step);
    }

    private Contact? Find(string contactId)
        => state.Contacts.TryGetValue(contactId, out var contact) && contact.Life is not null ? contact : null;

    private void Count(ContactLife life, Measure measure, Instant at, long value = 1)
        => state.Deltas.Count(life.Row, measure, at, value);
}
