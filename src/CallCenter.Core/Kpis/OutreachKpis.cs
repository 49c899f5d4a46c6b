using CallCenter.Core.Measures;
using static CallCenter.Core.Kpis.KpiShapes;

namespace CallCenter.Core.Kpis;

/// <summary>Contacts that the centre begins, and agents who help one another.</summary>
internal static class OutreachKpis
{
    public static readonly IReadOnlyList<KpiDefinition> All =
    [
        Counter("callbacks_requested", "contacts", Text("Call-backs requested", "回呼请求数"),
            Text("Visits that left the queue for a call-back.", "要求回呼而离开队列的访问。"), Measure.CallbackRequested)
            .In(KpiDimensions.OfVisits),
        Counter("callback_attempts", "contacts", Text("Attempts to call back", "回呼尝试数"),
            Text("Attempts to call customers back, by their result.", "回呼客户的尝试次数，可按结果区分。"), Measure.CallbackAttempts)
            .In(KpiDimensions.OfContacts).WithReason(),
        Counter("callbacks_connected", "contacts", Text("Call-backs connected", "回呼接通数"),
            Text("Call-backs in which agent and customer were connected.", "坐席与客户接通的回呼。"), Measure.CallbacksConnected)
            .In(KpiDimensions.OfContacts),
        Counter("callbacks_abandoned", "contacts", Text("Call-backs abandoned", "回呼放弃数"),
            Text("Call-backs that the customer no longer wanted, or that were given up.", "客户不再需要或已被放弃的回呼。"),
            Measure.CallbacksAbandoned).In(KpiDimensions.OfRequests).WithReason(),
        Counter("outbound_contacts", "contacts", Text("Outbound", "呼出数"), Text("Visits that the contact centre began.", "由联络中心发起的访问。"),
            Measure.OutboundContacts).By(Attribution.ByArrival).In(KpiDimensions.OfVisits),
        Counter("consults", "contacts", Text("Consultations", "咨询数"),
            Text("Times that an agent was asked by another one about a conversation.", "坐席就通话咨询另一坐席的次数；计入被咨询的坐席。"),
            Measure.Consults),
        Counter("conferences", "contacts", Text("Conferences", "会议数"),
            Text("Times that an agent joined customer and agent.", "坐席加入客户与坐席通话的次数。"), Measure.Conferences),
        Mean("consult_time", Text("Average consultation", "平均咨询时长"),
            Text("Mean time of consultations that ended, by the agent who was asked.", "已结束咨询的平均时长，计入被咨询的坐席。"),
            Measure.Consult, Measure.ConsultsEnded, Measure.ConsultTimes),
        ContactGauge("conversations_joined", Text("Joined conversations", "加入的通话"),
            Text("Agents in a conversation of another agent now, consulted or in a conference.", "当前处于其他坐席通话中的坐席，含被咨询与会议。"),
            Gauge.Joined).In(KpiDimensions.OfHandling),
    ];
}
