using static CallCenter.Core.Kpis.KpiShapes;

namespace CallCenter.Core.Kpis;

/// <summary>What single agents do, and for too long. The state is that over all queues.</summary>
internal static class AgentStateKpis
{
    public static readonly IReadOnlyList<KpiDefinition> All =
    [
        .. new[]
        {
            Kpi("agent_state", "state", Text("State", "坐席状态"),
                Text("Code of the state of one agent (AgentState): group by agent, and by source where ids repeat.",
                    "单个坐席状态的代码（AgentState）：请按坐席分组，编号重复时再按来源分组。"),
                Formula.InState(new StateCode())),
            Kpi("agent_state_since", "time", Text("State since", "状态起始"),
                Text("When one agent entered its state, or began its break or not-ready reason.", "单个坐席进入当前状态（或当前小休、置忙原因）的时刻。"),
                Formula.Since(new StateStart())),
            AgentGauge("agents_pending_presence", Text("Break or not ready to come", "待小休或待置忙"),
                Text("Agents on a contact who have chosen a break or not ready for after it.", "正在服务联络、已选择结束后小休或置忙的坐席。"),
                new Now(Measures.Gauge.AgentPending)),
            AgentGauge("agents_over_break_limit", Text("On break too long", "小休超时"),
                Text("Agents on break for longer than the limit (GetSettingsResponse.agent_limits).",
                    "小休时长超过限额（GetSettingsResponse.agent_limits）的坐席。"),
                new OverStateLimit(AgentStates.OnBreak)).WithReason(),
            AgentGauge("agents_over_state_limit", Text("In a state too long", "状态超时"),
                Text("Agents ringing, talking, on hold, in after-call work or not ready for longer than the limit of the state "
                    + "(GetSettingsResponse.agent_limits).",
                    "振铃、通话、保持、话后处理或置忙时长超过该状态限额（GetSettingsResponse.agent_limits）的坐席。"),
                new OverStateLimit(AgentStates.Limited)).WithReason(),
            Kpi("agents_over_break_count", "agents", Text("Too many breaks", "小休超次"),
                Text("Agents who began more breaks in the window than the limit (GetSettingsResponse.agent_limits).",
                    "窗口内小休次数超过限额（GetSettingsResponse.agent_limits）的坐席。"),
                Formula.Count(new OverBreakCount())),
        }.Select(kpi => kpi.By(Attribution.None).In([.. KpiDimensions.OfShifts, .. kpi.Dimensions.Where(d => d == "reason")])),
    ];
}
