using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.V1;
using Channel = CallCenter.Core.Events.Channel;

namespace CallCenter.Server.Ingest;

/// <summary>Maps the events that count by themselves.</summary>
internal static class ContactEventMapper
{
    public static SourceEvent Map(Event m, Instant at)
    {
        switch (m.KindCase)
        {
            case Event.KindOneofCase.VisitRefused:
                var refused = m.VisitRefused;
                return new Core.Events.VisitRefused(
                    Fields.Required(refused.Queue, "visit_refused.queue"),
                    EnumMapper.Channel(refused.Channel, Channel.Phone, "visit_refused"),
                    Fields.Optional(refused.Reason, "visit_refused.reason"))
                { OccurredAt = at };
            case Event.KindOneofCase.ContactResolved:
                var resolved = m.ContactResolved;
                var (queue, agent, channel) = Check(
                    "contact_resolved", resolved.ContactId, resolved.Queue, resolved.Agent, resolved.Channel, Channel.Ticket);
                return new Core.Events.ContactResolved(queue, agent, channel) { OccurredAt = at };
            case Event.KindOneofCase.ContactReopened:
                var reopened = m.ContactReopened;
                (queue, agent, channel) = Check(
                    "contact_reopened", reopened.ContactId, reopened.Queue, reopened.Agent, reopened.Channel, Channel.Ticket);
                return new Core.Events.ContactReopened(queue, agent, channel) { OccurredAt = at };
            case Event.KindOneofCase.SurveyAnswered:
                var survey = m.SurveyAnswered;
                (queue, agent, channel) = Check(
                    "survey_answered", survey.ContactId, survey.Queue, survey.Agent, survey.Channel, Channel.Phone);
                return new Core.Events.SurveyAnswered(
                    queue, agent, channel, Fields.Score(survey.Score, 1, 5, "survey_answered.score"))
                { OccurredAt = at };
            case Event.KindOneofCase.QualityScored:
                var quality = m.QualityScored;
                (queue, agent, channel) = Check(
                    "quality_scored", quality.ContactId, quality.Queue, quality.Agent, quality.Channel, Channel.Phone);
                Fields.Required(quality.Agent, "quality_scored.agent");
                return new Core.Events.QualityScored(
                    queue, agent, channel, Fields.Score(quality.Score, 0, 100, "quality_scored.score"))
                { OccurredAt = at };
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static (string Queue, string Agent, Channel Channel) Check(
        string kind, string contact, string queue, string agent, V1.Channel channel, Channel whenUnset)
    {
        Fields.Required(contact, kind, "contact_id");
        return (Fields.Optional(queue, kind, "queue"), Fields.Optional(agent, kind, "agent"),
            EnumMapper.Channel(channel, whenUnset, kind));
    }
}
