using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.V1;
using Channel = CallCenter.Core.Events.Channel;

namespace CallCenter.Server.Ingest;

/// <summary>Maps the events of contacts that their source opens.</summary>
internal static class ContactLifeMapper
{
    public static SourceEvent Map(Event m, Instant at) => m.KindCase switch
    {
        Event.KindOneofCase.ContactOpened => Opened(m.ContactOpened, at),
        Event.KindOneofCase.ContactStateChanged => new Core.Events.ContactStateChanged(
            Contact(m.ContactStateChanged.ContactId, "contact_state_changed"),
            EnumMapper.ContactState(m.ContactStateChanged.State, "contact_state_changed"))
        { OccurredAt = at },
        Event.KindOneofCase.ContactAssigned => new Core.Events.ContactAssigned(
            Contact(m.ContactAssigned.ContactId, "contact_assigned"), Fields.Optional(m.ContactAssigned.Agent, "contact_assigned.agent"))
        { OccurredAt = at },
        Event.KindOneofCase.ContactClosed
            => new Core.Events.ContactClosed(Contact(m.ContactClosed.ContactId, "contact_closed")) { OccurredAt = at },
        Event.KindOneofCase.ContactExcluded => new Core.Events.ContactExcluded(
            Contact(m.ContactExcluded.ContactId, "contact_excluded"), Fields.Optional(m.ContactExcluded.Reason, "contact_excluded.reason"))
        { OccurredAt = at },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>A classification that names a contact in place of a visit.</summary>
    public static ContactReclassified Classified(V1.ContactClassified m, Classification classification, Instant at)
    {
        if (m.VisitId.Length > 0)
            WrongFields.Report("contact_classified.contact_id", "is set beside visit_id; a classification names one of them", 0);
        return new(Contact(m.ContactId, "contact_classified"), classification) { OccurredAt = at };
    }

    /// <summary>A message that names a contact in place of a visit.</summary>
    public static ContactMessaged Message(V1.MessageSent m, Core.Events.MessageAuthor author, Instant at)
    {
        if (m.VisitId.Length > 0)
            WrongFields.Report("message_sent.contact_id", "is set beside visit_id; a message names one of them", 0);
        return new(Contact(m.ContactId, "message_sent"), author, m.IsAcknowledgement) { OccurredAt = at };
    }

    private static Core.Events.ContactOpened Opened(V1.ContactOpened m, Instant at)
    {
        const string field = "contact_opened";
        if (m.Tags.Count > 0) EventMapper.CheckTags(m.Tags, field);
        var traits = EventMapper.Traits(
            field, Fields.Optional(m.Queue, field, "queue"), EnumMapper.Channel(m.Channel, Channel.Ticket, field), m.Direction,
            m.CustomerTier, m.CustomerSegment, m.IssueType, m.Complexity, m.Priority, m.Language, m.Tags);
        return new Core.Events.ContactOpened(Contact(m.ContactId, field), traits, m.SelfService)
        {
            CustomerId = Fields.Optional(m.CustomerId, field, "customer_id"),
            OccurredAt = at,
        };
    }

    private static string Contact(string id, string kind) => Fields.Required(id, kind, "contact_id");
}
