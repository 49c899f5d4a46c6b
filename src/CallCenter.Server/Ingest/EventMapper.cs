using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Measures;
using CallCenter.Engine.Ingest;
using CallCenter.Server.Errors;
using CallCenter.V1;

namespace CallCenter.Server.Ingest;

/// <summary>Turns messages into domain events, or into rejections that name the field. From here on nobody sees protobuf.</summary>
internal static class EventMapper
{
    private const int TagsMax = 4;

    public static IncomingEvent Map(Event message)
    {
        try
        {
            return new IncomingEvent(ToEvent(message), null);
        }
        catch (FieldErrorException e)
        {
            return new IncomingEvent(null, e.ToRejection());
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
                Visit(m.VisitExcluded.VisitId, "visit_excluded"), Fields.Optional(m.VisitExcluded.Reason, "visit_excluded.reason"))
            { OccurredAt = at },
            Event.KindOneofCase.MessageSent => MessageSent(m.MessageSent, at),
            Event.KindOneofCase.FloorReport => FloorReportMapper.Map(m.FloorReport, at),
            Event.KindOneofCase.None => throw new FieldErrorException("kind", "is missing, or of a kind this server does not know"),
            >= Event.KindOneofCase.AgentPresenceChanged => AgentEventMapper.Map(m, at),
            _ => ContactEventMapper.Map(m, at),
        };
        return m.EventId.Length == 0 ? e : e with { EventId = Fields.Optional(m.EventId, "event_id") };
    }

    public static VisitTraits Traits(V1.VisitQueued m, string field)
    {
        if (m.Tags.Count > TagsMax)
            throw new FieldErrorException($"{field}.tags", $"has {m.Tags.Count} tags; at most {TagsMax} are allowed");
        foreach (var (name, value) in m.Tags)
        {
            Fields.Required(name, $"{field}.tags");
            Fields.Optional(value, $"{field}.tags");
        }
        return new VisitTraits(
            Fields.Required(m.Queue, field, "queue"),
            ChannelOf(m.Channel, Core.Events.Channel.Phone, field),
            m.Direction switch
            {
                V1.Direction.Unspecified or V1.Direction.Inbound => Core.Events.Direction.Inbound,
                V1.Direction.Outbound => Core.Events.Direction.Outbound,
                V1.Direction.Internal => Core.Events.Direction.Internal,
                _ => throw new FieldErrorException($"{field}.direction", $"has the unknown value {(int)m.Direction}"),
            },
            Fields.Optional(m.CustomerTier, field, "customer_tier"),
            Fields.Optional(m.IssueType, field, "issue_type"),
            Fields.Optional(m.Complexity, field, "complexity"),
            m.Tags.Count == 0 ? "" : TagText.Of(m.Tags));
    }

    /// <param name="parent">What the field is in.</param>
    public static Core.Events.Channel ChannelOf(V1.Channel channel, Core.Events.Channel whenUnset, string parent) => channel switch
    {
        V1.Channel.Unspecified => whenUnset,
        V1.Channel.Phone or V1.Channel.Chat or V1.Channel.Email or V1.Channel.Ticket or V1.Channel.Callback => (Core.Events.Channel)channel,
        _ => throw new FieldErrorException($"{parent}.channel", $"has the unknown value {(int)channel}"),
    };

    private static string Visit(string id, string kind) => Fields.Required(id, kind, "visit_id");

    private static Core.Events.VisitQueued Queued(V1.VisitQueued m, Instant at)
    {
        var id = Visit(m.VisitId, "visit_queued");
        var contact = m.ContactId.Length == 0 ? id : Fields.Optional(m.ContactId, "visit_queued.contact_id");
        return new Core.Events.VisitQueued(id, contact, Traits(m, "visit_queued")) { OccurredAt = at };
    }

    private static Core.Events.OfferEnded OfferEnded(V1.OfferEnded m, Instant at) => new(
        Visit(m.VisitId, "offer_ended"),
        Fields.Required(m.Agent, "offer_ended.agent"),
        m.Result switch
        {
            V1.OfferResult.NoAnswer or V1.OfferResult.Rejected or V1.OfferResult.LostRace or V1.OfferResult.Canceled
                => (Core.Events.OfferResult)m.Result,
            _ => throw new FieldErrorException("offer_ended.result", $"has the unknown value {(int)m.Result}"),
        })
    { OccurredAt = at };

    private static Core.Events.VisitAnswered Answered(V1.VisitAnswered m, Instant at) => new(
        Visit(m.VisitId, "visit_answered"),
        Fields.Required(m.Agent, "visit_answered.agent"),
        Fields.Span(m.ReportedWait, "visit_answered.reported_wait"),
        Fields.Span(m.ReportedRing, "visit_answered.reported_ring"))
    { OccurredAt = at };

    private static Core.Events.VisitEnded Ended(V1.VisitEnded m, Instant at)
    {
        if (m.Outcome == V1.VisitOutcome.Unspecified || !Enum.IsDefined(m.Outcome))
            throw new FieldErrorException("visit_ended.outcome", $"has the unknown value {(int)m.Outcome}");
        if (!Enum.IsDefined(m.WrapUp)) throw new FieldErrorException("visit_ended.wrap_up", $"has the unknown value {(int)m.WrapUp}");
        Fields.Optional(m.TransferTarget, "visit_ended.transfer_target");
        return new Core.Events.VisitEnded(
            Visit(m.VisitId, "visit_ended"),
            (Core.Events.VisitOutcome)m.Outcome,
            Fields.Span(m.ReportedWait, "visit_ended.reported_wait"),
            Fields.Span(m.ReportedTalk, "visit_ended.reported_talk"),
            m.WrapUp == WrapUp.Follows)
        { OccurredAt = at };
    }

    private static Core.Events.MessageSent MessageSent(V1.MessageSent m, Instant at) => new(
        Visit(m.VisitId, "message_sent"),
        m.Author is V1.MessageAuthor.Customer or V1.MessageAuthor.Agent or V1.MessageAuthor.Bot
            ? (Core.Events.MessageAuthor)m.Author
            : throw new FieldErrorException("message_sent.author", $"has the unknown value {(int)m.Author}"))
    { OccurredAt = at };
}
