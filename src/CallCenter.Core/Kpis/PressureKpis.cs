using CallCenter.Core.Measures;
using static CallCenter.Core.Kpis.KpiShapes;

namespace CallCenter.Core.Kpis;

/// <summary>Contacts against those who can take them.</summary>
internal static class PressureKpis
{
    private static readonly IReadOnlyList<string> OfQueues = ["queue", "source"];

    public static readonly IReadOnlyList<KpiDefinition> All =
    [
        Kpi("waiting_per_available", "contacts", Text("Waiting per available agent", "空闲坐席人均排队数"),
            Text("Visits waiting now for each agent available now; no value while nobody is.", "当前等待访问数与当前空闲坐席数之比；无空闲坐席时无值。"),
            Formula.Number(new Now(Gauge.Waiting), new Now(Gauge.AgentAvailable))).In(OfQueues).By(Attribution.None),
        Kpi("avg_waiting", "contacts", Text("Waiting on average", "平均排队数"),
            Text("Number of waiting visits, on average over the time of the window.", "窗口时间内等待访问数的时间平均值。"),
            Formula.Number(new TimeIn(Gauge.Waiting), new WindowLength(Gauge.Waiting))).In(KpiDimensions.OfVisits).By(Attribution.None),
        Kpi("slots_active", "contacts", Text("Slots in use", "占用并发数"),
            Text("Conversations, on hold included, and visits in after-call work now.", "当前通话（含保持）与话后处理中的访问数。"),
            Formula.InState(new Now(Gauge.Talking) + new Now(Gauge.OnHold) + new Now(Gauge.WrapUp))).By(Attribution.None),
    ];
}
