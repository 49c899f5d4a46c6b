using CallCenter.Core.Kpis;

namespace CallCenter.Core.Tests.Model;

/// <summary>The formulas of shifts once more, over lists.</summary>
internal static class ModelShiftKpis
{
    public static KpiValue? Value(ModelBoard board, string kpi, string variant)
    {
        var scheduled = board.TimeOf(PlanState.Scheduled);
        var plannedWork = board.TimeOf(PlanState.PlannedWork);
        var paid = board.TimeOf(PlanState.Paid);
        var loggedIn = board.TimeIn(ModelKpis.LoggedIn);
        var working = board.TimeIn(ModelKpis.Working);
        var occupiedOrIdle = board.TimeIn([.. ModelKpis.Occupied, AgentState.Available]);
        return (kpi, variant) switch
        {
            ("agents_scheduled", _) => KpiValue.Count(board.PlannedNow(PlanState.Scheduled)),
            ("agents_absent_now", _) => KpiValue.Count(board.PlannedNow(PlanState.Absent)),
            ("scheduled_time", _) => KpiValue.Duration(scheduled),
            ("planned_work_time", _) => KpiValue.Duration(plannedWork),
            ("paid_time", _) => KpiValue.Duration(paid),
            ("absence_time", _) => KpiValue.Duration(board.TimeOf(PlanState.Absent)),
            ("attendance_rate", "within_shift") => KpiValue.Ratio(board.TimeOf(PlanState.Present), plannedWork),
            ("attendance_rate", "heads") => KpiValue.Ratio(board.AgentsOf(PlanState.Present), board.AgentsOf(PlanState.PlannedWork)),
            ("attendance_rate", "standard") => KpiValue.Ratio(loggedIn, scheduled),
            ("actual_work_rate", "within_shift") => KpiValue.Ratio(board.TimeOf(PlanState.AtWork), scheduled),
            ("actual_work_rate", "standard") => KpiValue.Ratio(occupiedOrIdle, scheduled),
            ("adherence", _) => KpiValue.Ratio(board.TimeOf(PlanState.Adherent), scheduled),
            ("conformance", _) => KpiValue.Ratio(working + board.ProductiveTime, plannedWork),
            ("utilization", _) => KpiValue.Ratio(occupiedOrIdle, paid),
            ("shrinkage", _) => KpiValue.Ratio(paid - working, paid),
            ("lost_service_time", "standard") => KpiValue.Duration(scheduled - loggedIn),
            ("lost_service_time", "real") => KpiValue.Duration(board.TimeOf(PlanState.Absent)),
            _ => null,
        };
    }
}
