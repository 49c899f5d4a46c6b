using CallCenter.Core.Measures;
using static CallCenter.Core.Kpis.Formula;
using static CallCenter.Core.Kpis.KpiShapes;

namespace CallCenter.Core.Kpis;

/// <summary>Agents by their planned shifts.</summary>
internal static class ShiftKpis
{
    private static readonly Term LoggedIn = new TimeInAny(AgentStates.LoggedIn);
    private static readonly Term Working = new TimeInAny(AgentStates.Online);
    private static readonly Term OccupiedOrIdle = new TimeInAny(AgentStates.OccupiedOrIdle);
    private static readonly Term Scheduled = new TimeIn(Gauge.AgentScheduled);
    private static readonly Term PlannedWork = new TimeIn(Gauge.AgentPlannedWork);
    private static readonly Term Present = new TimeIn(Gauge.AgentPresent);
    private static readonly Term Absent = new TimeIn(Gauge.AgentAbsent);
    private static readonly Term Paid = new TimeIn(Gauge.AgentPaid);

    private static readonly IReadOnlyList<KpiDefinition> ByReason =
    [
        AgentGauge("agents_absent_now", Text("Absent", "缺勤人数"),
            Text("Agents on shift outside of planned breaks and meals who are not logged in, by the reason of a reported absence.",
                "在班（计划小休与用餐除外）而未签入的坐席，可按已报缺勤原因划分。"),
            new Now(Gauge.AgentAbsent)),
        AgentTime("absence_time", Text("Absence time", "缺勤时长"),
            Text("Time of planned work not logged in, summed over agents; by the reason of a reported absence.",
                "计划工作而未签入的时长，各坐席之和；可按已报缺勤原因划分。"), Absent),
    ];

    private static readonly IReadOnlyList<KpiDefinition> Others =
    [
        AgentGauge("agents_scheduled", Text("On shift", "当班人数"), Text("Agents whose planned shift is on now.", "当前处于排班班次内的坐席。"),
            new Now(Gauge.AgentScheduled)),
        AgentTime("scheduled_time", Text("Scheduled time", "排班时长"),
            Text("Time within planned shifts, summed over agents.", "各坐席排班时长之和。"), Scheduled),
        AgentTime("planned_work_time", Text("Planned work time", "计划工作时长"),
            Text("Time within planned shifts outside of breaks and meals, summed over agents.", "各坐席排班时长（小休与用餐除外）之和。"),
            PlannedWork),
        AgentTime("paid_time", Text("Paid time", "带薪时长"),
            Text("Paid time within planned shifts, summed over agents.", "各坐席排班内带薪时长之和。"), Paid),
        Varied("attendance_rate", "ratio", Text("Attendance rate", "出勤率"),
            Text("Time present for the time of planned work, or agents for agents; time beyond the shift counts in the standard variant "
                + "only.", "出勤时长与计划工作时长之比，或出勤人数与排班人数之比；班外时长仅计入 standard 口径。"),
            [
                new("within_shift", "", Ratio(Present, PlannedWork)),
                new("heads", "", Ratio(new DistinctInAny(AgentStates.Present), new DistinctInAny(AgentStates.PlannedToWork))),
                new("standard", "", Ratio(LoggedIn, Scheduled)),
            ]) with { Version = 2 },
        Varied("actual_work_rate", "ratio", Text("Actual work rate", "实际工作率"),
            Text("Time able to serve, serving or in productive work, within the shift, for the time of the shift.",
                "班次内可服务、服务中或从事生产性工作的时长与排班时长之比。"),
            [
                new("within_shift", "", Ratio(new TimeIn(Gauge.AgentAtWork), Scheduled)),
                new("standard", "", Ratio(OccupiedOrIdle, Scheduled)),
            ]) with { Version = 2 },
        Kpi("adherence", "ratio", Text("Schedule adherence", "排班遵守率"),
            Text("Share of the shift in which agents did what was planned: work in work, break in breaks and meals, not ready in training "
                + "and meetings.",
                "班次内按计划行事的时长占比：工作时段工作、小休与用餐时段小休、培训与会议时段置忙。"),
            Ratio(new TimeIn(Gauge.AgentAdherent), Scheduled)),
        Kpi("conformance", "ratio", Text("Schedule conformance", "排班符合率"),
            Text("Time worked, at whatever hour, for the time of planned work.", "工作时长（不论时段）与计划工作时长之比。"),
            Ratio(Working + new TimeIn(Gauge.AgentProductive), PlannedWork)),
        Kpi("utilization", "ratio", Text("Utilisation", "工时利用率"),
            Text("Time on contacts, in after-call work or available, for the paid time of shifts.",
                "服务、话后处理与空闲时长之和与带薪排班时长之比。"),
            Ratio(OccupiedOrIdle, Paid)),
        Kpi("shrinkage", "ratio", Text("Shrinkage", "损耗率"),
            Text("Share of paid time in which agents were not there for contacts.", "带薪时长中坐席不能服务联络的占比。"),
            Ratio(Paid - Working, Paid)),
        Varied("lost_service_time", "s", Text("Lost service time", "损失服务时长"),
            Text("Time within planned shifts less time logged in, where one agent's overtime makes up for another's absence; as a variant "
                + "without.", "排班时长减去签入时长，一人的加班可抵另一人的缺勤；另有口径不相抵。"),
            [new("standard", "", Time(Scheduled - LoggedIn)), new("real", "", Time(Absent))]),
    ];

    // Shifts are not planned by queue.
    public static readonly IReadOnlyList<KpiDefinition> All =
        [.. ByReason.Select(kpi => OfShifts(kpi).WithReason()), .. Others.Select(OfShifts)];

    private static KpiDefinition OfShifts(KpiDefinition kpi) => kpi.By(Attribution.None).In(KpiDimensions.OfShifts);
}
