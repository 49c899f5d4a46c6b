using CallCenter.Core.Measures;
using static CallCenter.Core.Kpis.KpiShapes;
using static CallCenter.Core.Kpis.Terms;

namespace CallCenter.Core.Kpis;

/// <summary>What happens to visits until somebody answers.</summary>
internal static class QueueKpis
{
    private static readonly IReadOnlyList<KpiDefinition> Definitions =
    [
        Varied("contacts_offered", "contacts", Text("Offered", "进线数"), Text("Visits that joined the queue in the window.", "窗口内进入队列的访问。"),
            [new("standard", "", Formula.Count(Offered)), ByContact.OfferedCount]).By(Attribution.ByArrival),
        Counter("contacts_answered", "contacts", Text("Answered", "接起数"), Text("Visits connected to an agent.", "接通坐席的访问。"),
            Measure.Answered).In(KpiDimensions.OfHandling),
        Counter("contacts_abandoned", "contacts", Text("Abandoned", "放弃数"), Text("Visits whose customer gave up waiting.", "客户放弃等待的访问。"),
            Measure.Abandoned),
        Kpi("contacts_short_abandoned", "contacts", Text("Short abandons", "短放弃"),
            Text("Visits abandoned within the short-abandon limit (ListKpisResponse.defaults).",
                "在短放弃时限（ListKpisResponse.defaults）内放弃的访问。"),
            Formula.Count(ShortAbandons)),
        Varied("contacts_flowed_out", "contacts", Text("Flow-out", "转出队列"),
            Text("Visits that left the queue neither answered nor abandoned; call-backs, which come back, only as a variant.",
                "既未接起也未放弃而离开队列的访问；会再次进线的回呼仅作为变体。"), FlowedOut.Variants),
        Counter("contacts_refused", "contacts", Text("Refused", "未能排队"), Text("Contacts not let into the queue.", "未能进入队列的联络。"),
            Measure.Refused).In(KpiDimensions.OfRequests).WithReason(),
        Varied("contacts_excluded", "contacts", Text("Excluded", "剔除数"),
            Text("Visits or opened contacts marked as not to be counted.", "标记为不计数的访问或由来源创建的联络。"),
            [
                new("standard", "visits", Formula.Count(Of(Measure.Excluded))),
                new("from_responses", "visits that count, but not in times to responses", Formula.Count(Of(Measure.ResponsesExcluded))),
                new("opened_contacts", "", Formula.Count(Of(Measure.ContactsExcluded))),
            ]).In(KpiDimensions.OfVisits).WithReason(),
        Counter("contacts_lost", "contacts", Text("Lost while waiting", "丢失数"),
            Text("Waiting visits whose end was not seen.", "未收到结束事件的等待访问。"),
            Measure.LostWaiting),
        Counter("contacts_failed", "contacts", Text("Failed while waiting", "排队故障数"),
            Text("Waiting visits ended by a technical failure.", "因技术故障结束的等待访问。"), Measure.FailedWaiting),
        ContactGauge("contacts_waiting", Text("Waiting", "排队数"), Text("Visits waiting now, ringing ones included.", "当前等待的访问，含振铃中的。"),
            Gauge.Waiting),
        Kpi("waiting_over_threshold", "contacts", Text("Waiting too long", "超时排队数"),
            Text("Visits that have waited for longer than the threshold now.", "当前等待时长超过阈值的访问。"),
            Formula.InState(new LiveLonger(LiveList.Waiting))).By(Attribution.None),
        Kpi("avg_wait_current", "s", Text("Average current wait", "当前平均等待"),
            Text("Mean wait so far of the visits that wait now.", "当前等待访问的平均已等待时长。"),
            Formula.Mean(new LiveSoFar(LiveList.Waiting), new Now(Gauge.Waiting))).By(Attribution.None),
        ContactGauge("contacts_alerting", Text("Ringing", "振铃中"), Text("Offers open now.", "当前正在振铃的次数。"), Gauge.Alerting)
            .In(KpiDimensions.OfHandling),
        Kpi("longest_wait", "time", Text("Longest wait", "最长排队"),
            Text("Moment that the longest waiting visit joined; its age is the wait.", "等待最久的访问进入队列的时刻；距今即为等待时长。"),
            Formula.Since(new OldestLive(LiveList.Waiting))).By(Attribution.None),
        Varied("answer_rate", "ratio", Text("Answer rate", "接起率"), Text("Share of visits that were answered.", "接起的访问占比。"),
            AnswerRate.Variants),
        Varied("abandonment_rate", "ratio", Text("Abandonment rate", "放弃率"),
            Text("Share of visits whose customer gave up waiting.", "客户放弃等待的访问占比。"), AbandonmentRate.Variants),
        Kpi("refusal_rate", "ratio", Text("Refusal rate", "未能排队率"),
            Text("Share of all requests that were not let into the queue.", "未能进入队列的请求占比。"),
            Formula.Ratio(Of(Measure.Refused), Decided.All + Of(Measure.Refused))).In(KpiDimensions.OfRequests),
        Varied("service_level", "ratio", Text("Service level", "服务水平"),
            Text("Share of visits answered within the threshold; what it is a share of differs by variant.", "在阈值内接起的访问占比；分母因变体而异。"),
            ServiceLevel.Variants).By(Attribution.ByServiceLevelEvent),
        Varied("speed_of_answer", "s", Text("Average speed of answer", "平均应答速度"),
            Text("Mean wait of answered visits.", "已接起访问的平均等待时长。"),
            [
                new("standard", "", Formula.Mean(Of(Measure.WaitOfAnswered), Answered), new Distribution(Measure.AnsweredWaits)),
                ByContact.SpeedOfAnswer,
            ]).In(KpiDimensions.OfHandling),
        Varied("queue_time", "s", Text("Average queue time", "平均排队时间"),
            Text("Mean wait of all visits, answered or not, at their outcome.", "所有访问（无论是否接起）在结果确定时的平均等待时长。"), QueueTime.Variants),
        Kpi("patience", "s", Text("Average patience", "平均耐心时长"),
            Text("Time that all customers waited for each one who gave up: the wait that customers bear on average.",
                "所有客户的等待时长之和与放弃数之比：客户平均愿意等待的时长。"), Formula.Mean(QueueTime.Waited, Abandoned)),
        Counter("ring_abandons", "contacts", Text("Abandoned while ringing", "振铃放弃"),
            Text("Visits whose customer gave up while an agent's phone rang.", "坐席振铃期间客户放弃的访问。"), Measure.RingAbandons),
        Varied("missed_contacts", "contacts", Text("Missed", "未接来电数"),
            Text("Visits whose customer gave up waiting, or hung up on hold.", "客户放弃等待或在保持中挂断的访问。"), MissedContacts.Variants),
        Varied("missed_call_rate", "ratio", Text("Missed-call rate", "未接来电率"),
            Text("Share of visits whose customer gave up waiting, or hung up on hold.", "客户放弃等待或在保持中挂断的访问占比。"),
            MissedContacts.RateVariants),
        Counter("voicemails_left", "contacts", Text("Voicemails left", "留言数"), Text("Messages that callers left.", "客户留下的语音留言。"),
            Measure.VoicemailsLeft).In(KpiDimensions.OfRequests),
        Kpi("contacts_answered_within", "contacts", Text("Answered in time", "及时接起数"),
            Text("Visits answered with a wait of at most the threshold.", "等待时长不超过阈值的已接起访问。"),
            Formula.Count(WithinT(Measure.AnsweredByWait))).In(KpiDimensions.OfHandling),
        Kpi("contacts_abandoned_within", "contacts", Text("Abandoned early", "阈值内放弃数"),
            Text("Visits abandoned with a wait of at most the threshold.", "等待时长不超过阈值的放弃访问。"),
            Formula.Count(WithinT(Measure.AbandonedByWait))),
        Kpi("estimated_wait_time", "s", Text("Estimated wait", "预计等待时间"),
            Text("Time in which as many visits leave the queue, at the pace of the window, as wait now; Little's law.",
                "按窗口内的离队速度，当前等待的访问全部离队所需的时间（利特尔法则）。"),
            Formula.Mean(new WaitingTimesLength(), Decided.All)).By(Attribution.None),
        Mean("abandon_time", Text("Average time to abandon", "平均放弃时长"), Text("Mean wait of abandoned visits.", "已放弃访问的平均等待时长。"),
            Measure.WaitOfAbandoned, Measure.Abandoned, Measure.AbandonedWaits),
        Kpi("reconciliation_residual", "contacts", Text("Reconciliation residual", "对账差额"),
            Text("What does not balance; 0 unless something is counted wrong. The gauge and the counters are kept apart, so the one checks "
                + "the other.", "不平衡的差额；除非计数有误，否则为 0。瞬时值与计数分开保存，互相校验。"),
            Formula.Count(Offered + new AtStart(Gauge.Waiting) - Decided.WithErrors - new AtEnd(Gauge.Waiting))).By(Attribution.None),
    ];

    // A visit that nobody answered has no agent.
    public static readonly IReadOnlyList<KpiDefinition> All =
        [.. Definitions.Select(kpi => kpi.OwnDimensions is null ? kpi.In(KpiDimensions.OfVisits) : kpi)];
}
