using CallCenter.Core.Measures;
using static CallCenter.Core.Kpis.KpiShapes;
using static CallCenter.Core.Kpis.Terms;

namespace CallCenter.Core.Kpis;

/// <summary>Demand by the business hours of queues, as far as they have a calendar.</summary>
internal static class HoursKpis
{
    private const string Opened = "opened_contacts";

    private static readonly Term OffHours = Of(Measure.RequestsOffHours);
    private static readonly Term OpenedOffHours = Of(Measure.ContactsOpenedOffHours);

    private static readonly IReadOnlyList<KpiDefinition> Definitions =
    [
        Varied("off_hours_requests", "contacts", Text("Requests out of hours", "非工作时间请求数"),
            Text("Customers' requests while their queue was closed: visits and refused ones, or opened contacts.",
                "队列非工作时间内的客户请求：访问与未能排队的请求，或由来源创建的联络。"),
            [new("standard", "", Formula.Count(OffHours)), new(Opened, "", Formula.Count(OpenedOffHours))]),
        Varied("off_hours_share", "ratio", Text("Share out of hours", "非工作时间占比"),
            Text("Share of customers' requests that came while their queue was closed; only of queues with a calendar.",
                "客户请求中于队列非工作时间到达的占比；仅含设有工作日历的队列。"),
            [
                new("standard", "visits and refused ones", Formula.Ratio(OffHours, OffHours + Of(Measure.RequestsInHours))),
                new(Opened, "", Formula.Ratio(OpenedOffHours, OpenedOffHours + Of(Measure.ContactsOpenedInHours))),
            ]),
    ];

    // Refused requests have no more.
    public static readonly IReadOnlyList<KpiDefinition> All
        = [.. Definitions.Select(kpi => kpi.By(Attribution.ByArrival).In(KpiDimensions.OfRequests))];
}
