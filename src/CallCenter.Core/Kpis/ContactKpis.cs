using CallCenter.Core.Measures;
using static CallCenter.Core.Kpis.KpiShapes;
using static CallCenter.Core.Kpis.Terms;

namespace CallCenter.Core.Kpis;

/// <summary>Contacts as a whole: how many, the backlog of those that their source opens, self-service, resolution.</summary>
internal static class ContactKpis
{
    private static readonly Term Deflected = Of(Measure.ContactsDeflected);
    private static readonly Term Escalated = Of(Measure.ContactsEscalated);
    private static readonly Term AtOnce = Of(Measure.ContactsResolvedAtOnce);
    private static readonly Term ResolvedFirst = Of(Measure.ContactsResolvedFirst);
    private static readonly Term Served = Of(Measure.CustomerContactsServed);
    private static readonly Term ServedFinal = Of(Measure.CustomerContactsServedFinal);
    private static readonly Named Total = (ByContact.Arrived + Of(Measure.ContactsOpened)).As("contacts");

    private static readonly IReadOnlyList<KpiDefinition> OfBacklog =
    [
        Kpi("contacts_total", "contacts", Text("Contacts", "联络总数"),
            Text("Contacts that began in the window: opened by their source, or with their first visit.", "窗口内开始的联络：由来源创建，或以首次访问开始。"),
            Formula.Count(Total)).By(Attribution.ByArrival),
        ContactGauge("backlog_open", Text("Backlog", "积压数"), Text("Contacts that are open now.", "当前未解决的联络。"), Gauge.ContactsOpen),
        Kpi("backlog_at_end", "contacts", Text("Backlog at the end", "期末积压数"),
            Text("Contacts that were open at the window's end.", "窗口结束时未解决的联络。"),
            Formula.Count(new AtEnd(Gauge.ContactsOpen))).By(Attribution.None),
        Kpi("backlog_change", "contacts", Text("Backlog change", "积压变化"),
            Text("Contacts open at the window's end less those open at its start.", "窗口结束时未解决的联络减去开始时的。"),
            Formula.Count(new AtEnd(Gauge.ContactsOpen) - new AtStart(Gauge.ContactsOpen))).By(Attribution.None),
        Kpi("age_of_open", "s", Text("Average age of the backlog", "平均积压时长"),
            Text("Mean time since the opening of the contacts that are open now.", "当前未解决联络自创建以来的平均时长。"),
            Formula.Mean(new AgesNow(Gauge.ContactsOpen), new Now(Gauge.ContactsOpen))).By(Attribution.None),
        Kpi("oldest_open_contact", "time", Text("Oldest open contact", "最早未解决联络"),
            Text("Moment that the oldest of the contacts that are open now was opened; its age is that of the backlog.",
                "当前未解决联络中最早一个的创建时刻；距今即为积压的最长时长。"),
            Formula.Since(new OldestLive(LiveList.OpenContacts))).By(Attribution.None),
        ContactGauge("unassigned_contacts", Text("Unassigned", "未分配数"),
            Text("Open contacts without an agent, those in self-service not among them.", "未分配坐席的未解决联络，不含自助中的。"),
            Gauge.ContactsUnassigned),
        ContactGauge("unattended_contacts", Text("Unattended", "待回复数"),
            Text("Open contacts whose customer waits for a human agent's word, those in self-service not among them.",
                "客户正在等待人工坐席回复的未解决联络，不含自助中的。"), Gauge.ContactsUnattended),
        ContactGauge("contacts_pending", Text("Pending", "等待客户数"), Text("Open contacts that wait for the customer.", "等待客户的未解决联络。"),
            Gauge.ContactsPending),
        ContactGauge("callbacks_scheduled", Text("Call-backs scheduled", "待回拨数"),
            Text("Open contacts that are put off for a call-back to come.", "已安排、尚待回拨的未解决联络。"), Gauge.ContactsScheduled),
        ContactGauge("contacts_in_self_service", Text("In self-service", "自助中"),
            Text("Open contacts that a bot or menu has.", "由机器人或菜单处理中的未解决联络。"), Gauge.ContactsSelfService),
        Kpi("deflection_rate", "ratio", Text("Deflection rate", "自助解决率"),
            Text("Share of the contacts whose self-service ended which needed no agent.", "自助服务结束的联络中无需坐席的占比。"),
            Formula.Ratio(Deflected, Deflected + Escalated)),
        Kpi("escalation_rate", "ratio", Text("Escalation rate", "转人工率"),
            Text("Share of the contacts whose self-service ended which went to a queue or an agent.", "自助服务结束的联络中转入队列或坐席的占比。"),
            Formula.Ratio(Escalated, Deflected + Escalated)),
        Kpi("self_service_time", "s", Text("Average self-service time", "平均自助时长"),
            Text("Mean time with a bot or menu, at its end.", "由机器人或菜单处理的平均时长，于其结束时计。"),
            Formula.Mean(Of(Measure.SelfServiceTime), Deflected + Escalated)),
    ];

    private static readonly IReadOnlyList<KpiDefinition> OfResolution =
    [
        Varied("resolution_time", "s", Text("Average resolution time", "平均解决时长"),
            Text("Mean time until a contact that its source opened was resolved.", "由来源创建的联络到解决的平均时长。"),
            [
                new("first", "help desks' first resolution time", Formula.Mean(Of(Measure.ContactResolutionTime), ResolvedFirst),
                    new Distribution(Measure.ContactResolutionTimes)),
                new("cycle", "each resolution, since the opening or the reopening before it",
                    Formula.Mean(Of(Measure.ContactCycleTime), Of(Measure.ContactsResolvedKnown))),
                new("without_self_service", "the first resolution, without the time with a bot or menu",
                    Formula.Mean(
                        Of(Measure.ContactResolutionTime) - Of(Measure.ContactResolutionTimeInSelfService), ResolvedFirst)),
            ]),
        Varied("fcr", "ratio", Text("First contact resolution", "一次解决率"),
            Text("Share of contacts resolved by at most one agent and not opened again so far.", "由至多一名坐席解决且迄今未重开的联络占比。"),
            [
                new("first_contact", "of the contacts resolved for the first time", Formula.Ratio(AtOnce, ResolvedFirst)),
                new("of_all", "of all contacts that began, abandoned ones included", Formula.Ratio(AtOnce, Total)),
                new("no_reply", "resolved for the first time without a message from the customer after the opening",
                    Formula.Ratio(Of(Measure.ContactsResolvedWithoutReply), ResolvedFirst)),
                new("no_repeat_provisional",
                    "of the answered or resolved contacts of known customers, those not followed by another one so far, each as of its "
                        + "beginning; abandoned ones are not judged, and a transfer is no repeat",
                    Formula.Ratio(Served - Of(Measure.ContactsRepeated), Served)),
                new("no_repeat_final", "the same of contacts as long ago as a repeat may follow",
                    Formula.Ratio(ServedFinal - Of(Measure.ContactsRepeatedFinal), ServedFinal)),
            ]),
        Kpi("same_day_resolution_rate", "ratio", Text("Resolved the same day", "当日解决率"),
            Text("Share of the contacts resolved for the first time which were on the day that they were opened, by the tenant's zone.",
                "首次解决的联络中，按租户时区在创建当日解决的占比。"),
            Formula.Ratio(Of(Measure.ContactsResolvedSameDay), ResolvedFirst)),
        Kpi("missed_recovery_rate", "ratio", Text("Recovered missed contacts", "未接挽回率"),
            Text("Share of the contacts of known customers that nobody answered which were made up for by another one, in either "
                + "direction, that began within 24 h and was answered.", "已知客户的未接联络中，24 小时内由另一次（任一方向）已接通的联络挽回的占比。"),
            Formula.Ratio(Of(Measure.MissedContactsRecovered), Of(Measure.CustomerContactsMissed)))
            .By(Attribution.ByArrival).In(KpiDimensions.OfVisits),
        Kpi("repeat_contact_rate", "ratio", Text("Repeat contacts", "重复来电率"),
            Text("Share of the contacts of known customers which follow another one of the same customer within days.",
                "已知客户的联络中，同一客户在数日内已有先前联络的占比。"),
            Formula.Ratio(Of(Measure.RepeatContacts), Of(Measure.CustomerContacts))).By(Attribution.ByArrival).In(KpiDimensions.OfVisits),
    ];

    // Nobody in particular has a contact that is open.
    public static readonly IReadOnlyList<KpiDefinition> All = [.. OfBacklog.Select(kpi => kpi.In(KpiDimensions.OfVisits)), .. OfResolution];
}
