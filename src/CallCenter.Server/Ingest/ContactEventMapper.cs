using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.V1;
using Channel = CallCenter.Core.Events.Channel;

namespace CallCenter.Server.Ingest;

/// <summary>Maps the events that count by themselves.</summary>
internal static class ContactEventMapper
{
    private const int JudgedMax = 1000;
    private const int AmountMax = 1_000_000;

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
                return new Core.Events.ContactResolved(resolved.ContactId, queue, agent, channel) { OccurredAt = at };
            case Event.KindOneofCase.ContactReopened:
                var reopened = m.ContactReopened;
                (queue, agent, channel) = Check(
                    "contact_reopened", reopened.ContactId, reopened.Queue, reopened.Agent, reopened.Channel, Channel.Ticket);
                return new Core.Events.ContactReopened(reopened.ContactId, queue, agent, channel) { OccurredAt = at };
            case Event.KindOneofCase.SurveySent:
                var sent = m.SurveySent;
                (queue, agent, channel) = Check("survey_sent", sent.ContactId, sent.Queue, sent.Agent, sent.Channel, Channel.Phone);
                return new Core.Events.SurveySent(queue, agent, channel) { OccurredAt = at };
            case Event.KindOneofCase.RevenueRecorded:
                var revenue = m.RevenueRecorded;
                (queue, agent, channel) = Check(
                    "revenue_recorded", revenue.ContactId, revenue.Queue, revenue.Agent, revenue.Channel, Channel.Phone);
                var amount = Fields.Score(revenue.Amount, -AmountMax, AmountMax, "revenue_recorded.amount");
                return new Core.Events.RevenueRecorded(queue, agent, channel, amount) { OccurredAt = at };
            case Event.KindOneofCase.SurveyAnswered:
                return Survey(m.SurveyAnswered, at);
            case Event.KindOneofCase.QualityScored:
                return Quality(m.QualityScored, at);
            case Event.KindOneofCase.ComplaintReceived:
                var complaint = m.ComplaintReceived;
                (queue, agent, channel) = Check("complaint_received", complaint.ContactId, complaint.Queue, complaint.Agent,
                    complaint.Channel, Channel.Phone);
                return new Core.Events.ComplaintReceived(
                    queue, agent, channel, Fields.Optional(complaint.Reason, "complaint_received.reason"))
                { OccurredAt = at };
            case Event.KindOneofCase.VoicemailLeft:
                var voicemail = m.VoicemailLeft;
                (queue, _, channel) = Check("voicemail_left", voicemail.ContactId, voicemail.Queue, "", voicemail.Channel, Channel.Phone);
                return new Core.Events.VoicemailLeft(queue, channel) { OccurredAt = at };
            case Event.KindOneofCase.CallbackAttempted:
                var attempt = m.CallbackAttempted;
                (queue, agent, channel) = Check(
                    "callback_attempted", attempt.ContactId, attempt.Queue, attempt.Agent, V1.Channel.Callback, Channel.Callback);
                return new Core.Events.CallbackAttempted(
                    queue, agent, channel, EnumMapper.CallbackResult(attempt.Result, "callback_attempted"))
                { OccurredAt = at };
            case Event.KindOneofCase.CallbackAbandoned:
                var abandoned = m.CallbackAbandoned;
                (queue, _, _) = Check(
                    "callback_abandoned", abandoned.ContactId, abandoned.Queue, "", V1.Channel.Callback, Channel.Callback);
                return new Core.Events.CallbackAbandoned(queue, Fields.Optional(abandoned.Reason, "callback_abandoned.reason"))
                { OccurredAt = at };
            case Event.KindOneofCase.StageEnded:
                var stage = m.StageEnded;
                (queue, agent, channel) = Check("stage_ended", stage.ContactId, stage.Queue, stage.Agent, stage.Channel, Channel.Ticket);
                return new Core.Events.StageEnded(
                    queue, agent, channel, Fields.Required(stage.Stage, "stage_ended.stage"),
                    Fields.RequiredSpan(stage.Duration, "stage_ended.duration"))
                { OccurredAt = at };
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static Core.Events.SurveyAnswered Survey(V1.SurveyAnswered m, Instant at)
    {
        var (queue, agent, channel) = Check("survey_answered", m.ContactId, m.Queue, m.Agent, m.Channel, Channel.Phone);
        var hasOther = m.HasRecommendation || m.HasIssueResolved;
        int? score = hasOther && m.Score == 0 ? null : Fields.Score(m.Score, 1, 5, "survey_answered.score");
        return new Core.Events.SurveyAnswered(queue, agent, channel, score)
        {
            Recommendation = m.HasRecommendation ? Fields.Number(m.Recommendation, 0, 10, "survey_answered.recommendation") : null,
            IsResolved = m.HasIssueResolved ? m.IssueResolved : null,
            Question = Fields.Optional(m.Question, "survey_answered.question"),
            OccurredAt = at,
        };
    }

    private static Core.Events.QualityScored Quality(V1.QualityScored m, Instant at)
    {
        var (queue, agent, channel) = Check("quality_scored", m.ContactId, m.Queue, m.Agent, m.Channel, Channel.Phone);
        Fields.Required(agent, "quality_scored.agent");
        return new Core.Events.QualityScored(queue, agent, channel, Fields.Score(m.Score, 0, 100, "quality_scored.score"))
        {
            Category = Fields.Optional(m.Category, "quality_scored.category"),
            HasFailed = m.AutomaticFail,
            JudgedCount = Fields.Number(m.JudgedCount, 0, JudgedMax, "quality_scored.judged_count"),
            CorrectCount = Fields.Number(m.CorrectCount, 0, Math.Clamp(m.JudgedCount, 0, JudgedMax), "quality_scored.correct_count"),
            OccurredAt = at,
        };
    }

    private static (string Queue, string Agent, Channel Channel) Check(
        string kind, string contact, string queue, string agent, V1.Channel channel, Channel whenUnset)
    {
        Fields.Required(contact, kind, "contact_id");
        return (Fields.Optional(queue, kind, "queue"), Fields.Optional(agent, kind, "agent"),
            EnumMapper.Channel(channel, whenUnset, kind));
    }
}
