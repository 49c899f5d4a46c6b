using CallCenter.Core.Measures;
using static CallCenter.Core.Kpis.KpiShapes;
using static CallCenter.Core.Kpis.Terms;

namespace CallCenter.Core.Kpis;

/// <summary>What happens to visits from the answer on.</summary>
internal static class HandlingKpis
{
    public static readonly IReadOnlyList<KpiDefinition> All =
    [
        Varied("contacts_handled", "contacts", Text("Handled", "处理数"), Text("Conversations that ended, transfers included.", "已结束的通话，含转接。"),
            Completions.Variants),
        Counter("conversations_lost", "contacts", Text("Lost conversations", "通话丢失数"),
            Text("Conversations whose end was not seen; over a closed day answered = handled + lost conversations.",
                "未收到结束事件的通话；在完整的一天内，接起数 = 处理数 + 通话丢失数。"), Measure.LostConnected),
        ContactGauge("contacts_interacting", Text("In conversation", "通话中"),
            Text("Conversations now, without those on hold.", "当前通话，不含保持中的。"),
            Gauge.Talking),
        ContactGauge("contacts_on_hold", Text("On hold", "保持中"), Text("Conversations on hold now.", "当前保持中的通话。"), Gauge.OnHold),
        ContactGauge("contacts_in_acw", Text("Contacts in wrap-up", "话后处理中"), Text("Visits in after-call work now.", "当前话后处理中的访问。"),
            Gauge.WrapUp),
        Varied("talk_time", "s", Text("Average talk time", "平均通话时间"), Text("Mean conversation of the visits that ended.", "已结束访问的平均通话时长。"),
            TalkTime.Variants),
        Varied("hold_time", "s", Text("Average hold time", "平均保持时长"), Text("Mean time on hold.", "平均保持时长。"), HoldTime.Variants),
        Mean("acw_time", Text("Average after-call work", "平均话后处理时长"),
            Text("Mean after-call work of the visits that had some.", "有话后处理的访问的平均话后处理时长。"),
            Measure.WrapUp, Measure.WrappedUp, Measure.WrapUps),
        Mean("ring_time", Text("Average ring time", "平均振铃时长"), Text("Mean ring of the offers that were answered.", "已接起振铃的平均时长。"),
            Measure.RingOfAnswered, Measure.Answered, Measure.AnsweredRings),
        Varied("avg_handle_time", "s", Text("Average handle time", "平均处理时间"),
            Text("Mean agent time that a handled visit takes.", "每个已处理访问平均占用的坐席时间。"),
            AvgHandleTime.Variants),
        Counter("contacts_held", "contacts", Text("Contacts held", "保持数"),
            Text("Completed visits that were on hold at least once.", "至少保持过一次的已完成访问。"),
            Measure.Held),
        Counter("holds", "contacts", Text("Holds", "保持次数"),
            Text("Times that completed visits were on hold.", "已完成访问的保持次数。"), Measure.Holds),
        Varied("transfers", "contacts", Text("Transfers", "转接数"), Text("Answered visits that the agent passed on.", "坐席转出的已接起访问。"),
            Transfers.Variants).WithReason(),
        Counter("offers", "offers", Text("Offers", "振铃次数"),
            Text("Offers made to agents; several a visit are possible.", "向坐席振铃的次数；一次访问可有多次。"),
            Measure.Offers).By(Attribution.None),
        Counter("offers_lost_race", "offers", Text("Lost races", "他人先接"),
            Text("Offers that ended because another agent answered.", "因其他坐席先接而结束的振铃。"),
            Measure.OfferLostRace),
        Counter("offers_canceled", "offers", Text("Canceled offers", "取消振铃数"),
            Text("Offers withdrawn from the agent, or ended because the customer left.", "被撤回或因客户离开而结束的振铃。"), Measure.OfferCanceled),
        Counter("agent_no_answer", "offers", Text("Ring no answer", "振铃未接"),
            Text("Offers that the agent did not answer in time; several a visit are possible.",
                "坐席未及时接起的振铃；一次访问可有多次。"), Measure.OfferNoAnswer),
        Counter("agent_rejected", "offers", Text("Rejected offers", "拒接"), Text("Offers that the agent refused.", "坐席拒绝的振铃。"),
            Measure.OfferRejected),
        Counter("messages_in", "messages", Text("Messages from customers", "客户消息数"), Text("Messages written by customers.", "客户发送的消息。"),
            Measure.MessagesIn),
        Counter("messages_out", "messages", Text("Messages from agents", "坐席消息数"), Text("Messages written by human agents.", "人工坐席发送的消息。"),
            Measure.MessagesOut),
        Counter("messages_bot", "messages", Text("Messages from bots", "机器人消息数"), Text("Messages written by bots.", "机器人发送的消息。"),
            Measure.MessagesBot),
        Counter("contacts_resolved", "contacts", Text("Resolved", "解决数"),
            Text("Contacts whose issue was resolved.", "问题已解决的联络。"), Measure.Resolved)
            .In(KpiDimensions.OfContacts),
        Counter("contacts_reopened", "contacts", Text("Reopened", "重开数"),
            Text("Resolved contacts opened again.", "解决后重新打开的联络。"), Measure.Reopened)
            .In(KpiDimensions.OfContacts),
        Kpi("csat", "ratio", Text("Customer satisfaction", "满意度"),
            Text("Share of survey answers of 4 or 5 of 5.", "满意度调查中 4 或 5 分（满分 5 分）的占比。"),
            Formula.Ratio(Of(Measure.SurveysSatisfied), Of(Measure.Surveys))).In(KpiDimensions.OfContacts),
        Kpi("csat_score", "points", Text("Mean satisfaction score", "平均满意分"), Text("Mean survey answer, 1 to 5.", "满意度调查的平均分，1 至 5 分。"),
            Formula.Score(Of(Measure.SurveyScore), Of(Measure.Surveys))).In(KpiDimensions.OfContacts),
        Kpi("qa_score", "points", Text("Quality score", "质检分"), Text("Mean score of quality reviews, 0 to 100.", "质检平均分，0 至 100 分。"),
            Formula.Score(Of(Measure.QualityScore), Of(Measure.QualityScores))).In(KpiDimensions.OfContacts),
    ];
}
