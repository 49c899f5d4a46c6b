using CallCenter.Core.Measures;
using static CallCenter.Core.Kpis.KpiShapes;

namespace CallCenter.Core.Kpis;

/// <summary>What happens to visits until somebody answers.</summary>
internal static class QueueKpis
{
    private static readonly IReadOnlyList<KpiDefinition> Definitions =
    [
        Counter("contacts_offered", "contacts", "Offered", "进线数", "visits that joined the queue in the window", Measure.Offered,
            Attribution.ByArrival),
        Counter("contacts_answered", "contacts", "Answered", "接起数", "visits connected to an agent", Measure.Answered),
        Counter("contacts_abandoned", "contacts", "Abandoned", "放弃数", "visits whose customer gave up waiting", Measure.Abandoned),
        new("contacts_short_abandoned", KpiKind.Counter, "contacts", "Short abandons", "短放弃", RowKind.Contact, Attribution.ByOutcome)
        {
            Variants = [new("standard", "abandoned after at most the short-abandon limit (ListKpisResponse.defaults)", "",
                (t, a) => KpiValue.Count(t.Within(Measure.AbandonedByWait, a.ShortAbandon)))],
        },
        Varied("contacts_flowed_out", KpiKind.Counter, "contacts", "Flow-out", "转出队列", FlowedOut.Variants),
        Counter("contacts_refused", "contacts", "Refused", "未能排队", "contacts not let into the queue", Measure.Refused),
        Counter("contacts_excluded", "contacts", "Excluded", "剔除数", "visits marked as not to be counted", Measure.Excluded),
        Counter("contacts_lost", "contacts", "Lost while waiting", "丢失数", "waiting visits whose end was not seen", Measure.LostWaiting),
        Counter("contacts_failed", "contacts", "Failed while waiting", "排队故障数", "waiting visits ended by a technical failure",
            Measure.FailedWaiting),
        ContactGauge("contacts_waiting", "Waiting", "排队数", "visits waiting now, ringing ones included", Gauge.Waiting),
        ContactGauge("contacts_alerting", "Ringing", "振铃中", "offers open now", Gauge.Alerting),
        new("longest_wait", KpiKind.Since, "time", "Longest wait", "最长排队", RowKind.Contact, Attribution.None)
        {
            Variants = Only("moment the longest waiting visit joined; its age is the wait", t => KpiValue.Time(t.OldestWaiting)),
        },
        Varied("answer_rate", KpiKind.Ratio, "ratio", "Answer rate", "接起率", AnswerRate.Variants),
        Varied("abandonment_rate", KpiKind.Ratio, "ratio", "Abandonment rate", "放弃率", AbandonmentRate.Variants),
        new("service_level", KpiKind.Ratio, "ratio", "Service level", "服务水平", RowKind.Contact, Attribution.ByServiceLevelEvent)
        {
            Variants = ServiceLevel.Variants,
            HasThreshold = true,
        },
        Mean("speed_of_answer", "Average speed of answer", "平均应答速度", "sum of waits of answered / answered", Measure.WaitOfAnswered,
            Measure.Answered),
        new("queue_time", KpiKind.Mean, "s", "Average queue time", "平均排队时间", RowKind.Contact, Attribution.ByOutcome)
        {
            Variants = Only("sum of all waits / visits decided in the window", QueueTime.Of),
        },
        Mean("abandon_time", "Average time to abandon", "平均放弃时长", "sum of waits of abandoned / abandoned", Measure.WaitOfAbandoned,
            Measure.Abandoned),
        new("reconciliation_residual", KpiKind.Counter, "contacts", "Reconciliation residual", "对账差额", RowKind.Contact, Attribution.None)
        {
            Variants = Only("offered + waiting at start - answered - abandoned - left - waiting at the end; must be 0",
                ReconciliationResidual.Of),
        },
    ];

    public static readonly IReadOnlyList<KpiDefinition> All = [.. Definitions.Select(kpi => kpi.In(DimensionsOf(kpi.Id)))];

    // A visit that nobody answered has no agent.
    private static IReadOnlyList<string> DimensionsOf(string id) => id switch
    {
        "contacts_answered" or "contacts_alerting" or "speed_of_answer" => KpiDimensions.OfHandling,
        "contacts_refused" => [.. KpiDimensions.OfRequests, "reason"],
        "contacts_excluded" => [.. KpiDimensions.OfVisits, "reason"],
        _ => KpiDimensions.OfVisits,
    };
}
