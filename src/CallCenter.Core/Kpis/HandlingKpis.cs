using CallCenter.Core.Measures;
using static CallCenter.Core.Kpis.KpiShapes;

namespace CallCenter.Core.Kpis;

/// <summary>What happens to visits from the answer on.</summary>
internal static class HandlingKpis
{
    public static readonly IReadOnlyList<KpiDefinition> All =
    [
        Varied("contacts_handled", KpiKind.Counter, "contacts", "Handled", "处理数", Completions.Variants),
        Counter("conversations_lost", "contacts", "Lost conversations", "通话丢失数",
            "conversations whose end was not seen; over a closed day answered = handled + lost conversations", Measure.LostConnected),
        ContactGauge("contacts_interacting", "In conversation", "通话中", "conversations now, without those on hold", Gauge.Talking),
        ContactGauge("contacts_on_hold", "On hold", "保持中", "conversations on hold now", Gauge.OnHold),
        ContactGauge("contacts_in_acw", "Contacts in wrap-up", "话后处理中", "visits in after-call work now", Gauge.WrapUp),
        Varied("talk_time", KpiKind.Mean, "s", "Average talk time", "平均通话时间", TalkTime.Variants),
        Varied("hold_time", KpiKind.Mean, "s", "Average hold time", "平均保持时长", HoldTime.Variants),
        Mean("acw_time", "Average after-call work", "平均话后处理时长", "sum of after-call work / visits wrapped up", Measure.WrapUp,
            Measure.WrappedUp),
        Mean("ring_time", "Average ring time", "平均振铃时长", "sum of the answering agents' rings / answered", Measure.RingOfAnswered,
            Measure.Answered),
        Varied("avg_handle_time", KpiKind.Mean, "s", "Average handle time", "平均处理时间", AvgHandleTime.Variants),
        Counter("contacts_held", "contacts", "Contacts held", "保持数", "completed visits that were on hold at least once", Measure.Held),
        Counter("holds", "contacts", "Holds", "保持次数", "times that completed visits were on hold", Measure.Holds),
        Varied("transfers", KpiKind.Counter, "contacts", "Transfers", "转接数", Transfers.Variants).WithReason(),
        Counter("offers", "offers", "Offers", "振铃次数", "offers made to agents; several a visit are possible", Measure.Offers,
            Attribution.None),
        Counter("offers_lost_race", "offers", "Lost races", "他人先接", "offers that ended because another agent answered",
            Measure.OfferLostRace),
        Counter("offers_canceled", "offers", "Canceled offers", "取消振铃数",
            "offers withdrawn from the agent, or ended because the customer left", Measure.OfferCanceled),
        Counter("agent_no_answer", "offers", "Ring no answer", "振铃未接",
            "offers that the agent did not answer in time; several a visit are possible", Measure.OfferNoAnswer),
        Counter("agent_rejected", "offers", "Rejected offers", "拒接", "offers that the agent refused", Measure.OfferRejected),
        Counter("messages_in", "messages", "Messages from customers", "客户消息数", "messages written by customers", Measure.MessagesIn),
        Counter("messages_out", "messages", "Messages from agents", "坐席消息数", "messages written by human agents", Measure.MessagesOut),
        Counter("messages_bot", "messages", "Messages from bots", "机器人消息数", "messages written by bots", Measure.MessagesBot),
        Counter("contacts_resolved", "contacts", "Resolved", "解决数", "contacts whose issue was resolved", Measure.Resolved)
            .In(KpiDimensions.OfContacts),
        Counter("contacts_reopened", "contacts", "Reopened", "重开数", "resolved contacts opened again", Measure.Reopened)
            .In(KpiDimensions.OfContacts),
        new("csat", KpiKind.Ratio, "ratio", "Customer satisfaction", "满意度", RowKind.Contact, Attribution.ByOutcome)
        {
            Dimensions = KpiDimensions.OfContacts,
            Variants = Only("answers of 4 or 5 of 5 / answers", t => KpiValue.Ratio(t[Measure.SurveysSatisfied], t[Measure.Surveys])),
        },
        new("csat_score", KpiKind.Score, "points", "Mean satisfaction score", "平均满意分", RowKind.Contact, Attribution.ByOutcome)
        {
            Dimensions = KpiDimensions.OfContacts,
            Variants = Only("sum of answers (1 to 5) / answers", t => KpiValue.Score(t[Measure.SurveyScore], t[Measure.Surveys])),
        },
        new("qa_score", KpiKind.Score, "points", "Quality score", "质检分", RowKind.Contact, Attribution.ByOutcome)
        {
            Dimensions = KpiDimensions.OfContacts,
            Variants = Only("sum of scores (0 to 100) / scores", t => KpiValue.Score(t[Measure.QualityScore], t[Measure.QualityScores])),
        },
    ];
}
