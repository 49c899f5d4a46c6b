using System.Text;
using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;
using CallCenter.Engine.Ingest;
using CallCenter.Server.Errors;
using CallCenter.V1;
using Google.Protobuf.Collections;

namespace CallCenter.Server.Ingest;

/// <summary>Maps messages to domain events, or to rejections that name the field. The code behind it knows no protobuf.</summary>
internal static class EventMapper
{
    private const int TagsBytesMax = 512;

    // Longer than any real one, and short enough that sums over a year stay far from overflow.
    private static readonly TimeSpan WaitMax = TimeSpan.FromDays(31);
    private static readonly TimeSpan TalkMax = TimeSpan.FromDays(31);
    private static readonly TimeSpan RingMax = TimeSpan.FromHours(1);

    public static IncomingEvent Map(Event message)
    {
        try
        {
            return new IncomingEvent(ToEvent(message), null);
        }
        catch (FieldErrorException)
        {
            return new IncomingEvent(null, WrongFields.Collect(() => ToEvent(message)).ToRejection());
        }
    }

    private static SourceEvent ToEvent(Event m)
    {
        var at = Fields.Time(m.OccurredTime, "occurred_time");
        var e = m.KindCase switch
        {
            Event.KindOneofCase.VisitQueued => Queued(m.VisitQueued, at),
            Event.KindOneofCase.VisitOffered => new Core.Events.VisitOffered(
                Visit(m.VisitOffered.VisitId, "visit_offered"), Fields.Required(m.VisitOffered.Agent, "visit_offered.agent"))
            { OccurredAt = at },
            Event.KindOneofCase.OfferEnded => OfferEnded(m.OfferEnded, at),
            Event.KindOneofCase.VisitAnswered => Answered(m.VisitAnswered, at),
            Event.KindOneofCase.VisitHeld => new Core.Events.VisitHeld(Visit(m.VisitHeld.VisitId, "visit_held")) { OccurredAt = at },
            Event.KindOneofCase.VisitResumed
                => new Core.Events.VisitResumed(Visit(m.VisitResumed.VisitId, "visit_resumed")) { OccurredAt = at },
            Event.KindOneofCase.VisitEnded => Ended(m.VisitEnded, at),
            Event.KindOneofCase.WrapUpEnded
                => new Core.Events.WrapUpEnded(Visit(m.WrapUpEnded.VisitId, "wrap_up_ended")) { OccurredAt = at },
            Event.KindOneofCase.VisitExcluded => new Core.Events.VisitExcluded(
                Visit(m.VisitExcluded.VisitId, "visit_excluded"), Fields.Optional(m.VisitExcluded.Reason, "visit_excluded.reason"),
                EnumMapper.Scope(m.VisitExcluded.Scope, "visit_excluded"))
            { OccurredAt = at },
            Event.KindOneofCase.ContactClassified => Classified(m.ContactClassified, at),
            Event.KindOneofCase.ConversationJoined => new Core.Events.ConversationJoined(
                Visit(m.ConversationJoined.VisitId, "conversation_joined"),
                Fields.Required(m.ConversationJoined.Agent, "conversation_joined.agent"),
                EnumMapper.Role(m.ConversationJoined.Role, "conversation_joined"))
            { OccurredAt = at },
            Event.KindOneofCase.ConversationLeft => new Core.Events.ConversationLeft(
                Visit(m.ConversationLeft.VisitId, "conversation_left"),
                Fields.Required(m.ConversationLeft.Agent, "conversation_left.agent"))
            { OccurredAt = at },
            Event.KindOneofCase.MessageSent => MessageSent(m.MessageSent, at),
            Event.KindOneofCase.FloorReport => FloorReportMapper.Map(m.FloorReport, at),
            Event.KindOneofCase.None => WrongFields.Report<SourceEvent>(
                "kind", "is missing, or of a kind this server does not know", new Core.Events.VisitHeld("") { OccurredAt = at }),
            Event.KindOneofCase.RevenueRecorded => ContactEventMapper.Map(m, at),
            >= Event.KindOneofCase.AgentPresenceChanged => AgentEventMapper.Map(m, at),
            >= Event.KindOneofCase.ContactOpened and <= Event.KindOneofCase.ContactExcluded => ContactLifeMapper.Map(m, at),
            _ => ContactEventMapper.Map(m, at),
        };
        return m.EventId.Length == 0 ? e : e with { EventId = Fields.Optional(m.EventId, "event_id") };
    }

    public static VisitTraits Traits(V1.VisitQueued m, string field)
    {
        if (m.Tags.Count > 0) CheckTags(m.Tags, field);
        return Traits(
            field, Fields.Required(m.Queue, field, "queue"), EnumMapper.Channel(m.Channel, Core.Events.Channel.Phone, field), m.Direction,
            m.CustomerTier, m.CustomerSegment, m.IssueType, m.Complexity, m.Priority, m.Language, m.Tags);
    }

    /// <summary>The traits that a message has under the usual names of fields.</summary>
    /// <param name="queue">Checked, as channel and tags are: messages differ in what an omitted one means.</param>
    public static VisitTraits Traits(
        string field, string queue, Core.Events.Channel channel, V1.Direction direction, string customerTier, string customerSegment,
        string issueType, string complexity, string priority, string language, MapField<string, string> tags) => new(
        queue,
        channel,
        EnumMapper.Direction(direction, field),
        Fields.Optional(customerTier, field, "customer_tier"),
        Fields.Optional(issueType, field, "issue_type"),
        Fields.Optional(complexity, field, "complexity"),
        tags.Count == 0 ? "" : TagText.Of(tags))
        {
            CustomerSegment = Fields.Optional(customerSegment, field, "customer_segment"),
            Priority = Fields.Optional(priority, field, "priority"),
            Language = Fields.Optional(language, field, "language"),
        };

    public static void CheckTags(MapField<string, string> tags, string field)
    {
        if (tags.Count > TagText.CountMax)
            WrongFields.Report($"{field}.tags", $"has {tags.Count} tags; at most {TagText.CountMax} are allowed", 0);
        foreach (var (name, value) in tags)
        {
            Fields.Required(name, $"{field}.tags");
            Fields.Optional(value, $"{field}.tags");
        }
        if (tags.Sum(t => Encoding.UTF8.GetByteCount(t.Key) + Encoding.UTF8.GetByteCount(t.Value)) > TagsBytesMax)
            WrongFields.Report($"{field}.tags", $"has names and values of more than {TagsBytesMax} bytes of UTF-8 together", 0);
    }

    private static SourceEvent Classified(V1.ContactClassified m, Instant at)
    {
        const string field = "contact_classified";
        CheckTags(m.Tags, field);
        var classification = new Classification
        {
            CustomerTier = m.HasCustomerTier ? Fields.Optional(m.CustomerTier, field, "customer_tier") : null,
            CustomerSegment = m.HasCustomerSegment ? Fields.Optional(m.CustomerSegment, field, "customer_segment") : null,
            IssueType = m.HasIssueType ? Fields.Optional(m.IssueType, field, "issue_type") : null,
            Complexity = m.HasComplexity ? Fields.Optional(m.Complexity, field, "complexity") : null,
            Priority = m.HasPriority ? Fields.Optional(m.Priority, field, "priority") : null,
            Language = m.HasLanguage ? Fields.Optional(m.Language, field, "language") : null,
            Tags = m.Tags.ToDictionary(),
        };
        return m.ContactId.Length > 0
            ? ContactLifeMapper.Classified(m, classification, at)
            : new Core.Events.ContactClassified(Visit(m.VisitId, field), classification) { OccurredAt = at };
    }

    private static string Visit(string id, string kind) => Fields.Required(id, kind, "visit_id");

    private static Core.Events.VisitQueued Queued(V1.VisitQueued m, Instant at)
    {
        var id = Visit(m.VisitId, "visit_queued");
        var contact = m.ContactId.Length == 0 ? id : Fields.Optional(m.ContactId, "visit_queued.contact_id");
        return new Core.Events.VisitQueued(id, contact, Traits(m, "visit_queued"))
        {
            CustomerId = Fields.Optional(m.CustomerId, "visit_queued.customer_id"),
            OccurredAt = at,
        };
    }

    private static Core.Events.OfferEnded OfferEnded(V1.OfferEnded m, Instant at) => new(
        Visit(m.VisitId, "offer_ended"),
        Fields.Required(m.Agent, "offer_ended.agent"),
        EnumMapper.OfferResult(m.Result, "offer_ended"))
    { OccurredAt = at };

    private static Core.Events.VisitAnswered Answered(V1.VisitAnswered m, Instant at) => new(
        Visit(m.VisitId, "visit_answered"),
        Fields.Required(m.Agent, "visit_answered.agent"),
        Fields.Span(m.ReportedWait, WaitMax, "visit_answered.reported_wait"),
        Fields.Span(m.ReportedRing, RingMax, "visit_answered.reported_ring"))
    { OccurredAt = at };

    private static Core.Events.VisitEnded Ended(V1.VisitEnded m, Instant at) => new(
        Visit(m.VisitId, "visit_ended"),
        EnumMapper.Outcome(m.Outcome, "visit_ended"),
        Fields.Span(m.ReportedWait, WaitMax, "visit_ended.reported_wait"),
        Fields.Span(m.ReportedTalk, TalkMax, "visit_ended.reported_talk"),
        EnumMapper.WrapUp(m.WrapUp, "visit_ended"),
        Fields.Optional(m.TransferTarget, "visit_ended.transfer_target"))
    { OccurredAt = at };

    private static SourceEvent MessageSent(V1.MessageSent m, Instant at)
    {
        var author = EnumMapper.Author(m.Author, "message_sent");
        if (m.IsAcknowledgement && author == Core.Events.MessageAuthor.Customer)
            WrongFields.Report("message_sent.is_acknowledgement", "is set for a message of the customer", 0);
        return m.ContactId.Length > 0
            ? ContactLifeMapper.Message(m, author, at)
            : new Core.Events.MessageSent(Visit(m.VisitId, "message_sent"), author, m.IsAcknowledgement) { OccurredAt = at };
    }
}
