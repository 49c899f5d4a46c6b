using CallCenter.Core.Measures;
using static CallCenter.Core.Kpis.KpiShapes;

namespace CallCenter.Core.Kpis;

/// <summary>Agents now, and their time. An agent in several queues counts once in a total; by queue, in each.</summary>
internal static class AgentKpis
{
    public static readonly IReadOnlyList<KpiDefinition> All =
    [
        AgentGauge("agents_logged_in", "Logged in", "签入数", "presence is not offline", AgentTime.LoggedInNow),
        AgentGauge("agents_online", "Working", "坐席在线数", "logged in, neither on break nor not ready", AgentTime.OnlineNow),
        AgentGauge("agents_available", "Available", "空闲", "available and without a contact", t => t.Now(Gauge.AgentAvailable)),
        AgentGauge("agents_ringing", "Ringing", "振铃", "with an open offer and no conversation", t => t.Now(Gauge.AgentRinging)),
        AgentGauge("agents_on_contact", "On contact", "服务中", "in a conversation, on hold included", AgentTime.OnContactNow),
        AgentGauge("agents_in_acw", "In wrap-up", "整理", "in after-call work and no conversation", t => t.Now(Gauge.AgentInWrapUp)),
        AgentGauge("agents_on_break", "On break", "小休数", "presence is break and no contact", t => t.Now(Gauge.AgentOnBreak)).WithReason(),
        AgentGauge("agents_not_ready", "Not ready", "置忙", "presence is not ready (by queue: or paused in it) and no contact",
            t => t.Now(Gauge.AgentNotReady)).WithReason(),
        AgentGauge("slots_max", "Capacity", "并发数", "sum of agents' slots", t => t.Now(Gauge.AgentSlots)) with { Unit = "contacts" },
        new("occupancy", KpiKind.Ratio, "ratio", "Occupancy", "占用率", RowKind.Agent, Attribution.None) { Variants = Occupancy.Variants },
        AgentTimeSum("login_time", "Login time", "签入时长", "time logged in, summed over agents", AgentTime.LoggedIn),
        AgentTimeSum("break_time", "Break time", "小休时长", "time on break, summed over agents", t => t.TimeIn(Gauge.AgentOnBreak))
            .WithReason(),
        AgentTimeSum("not_ready_time", "Not-ready time", "置忙时长", "time not ready, summed over agents", t => t.TimeIn(Gauge.AgentNotReady))
            .WithReason(),
        AgentTimeSum("idle_time", "Idle time", "空闲时长", "time available without a contact, summed over agents",
            t => t.TimeIn(Gauge.AgentAvailable)),
        AgentTimeSum("contact_time", "Contact time", "服务时长", "time in conversations or on hold, summed over agents; concurrent ones once",
            AgentTime.OnContact),
        AgentTimeSum("scheduled_time", "Scheduled time", "排班时长", "time within planned shifts, summed over agents",
            t => t.TimeIn(Gauge.AgentScheduled)),
        new("contacts_per_agent_hour", KpiKind.Rate, "contacts/h", "Contacts per agent hour", "人均小时处理量", RowKind.Contact,
            Attribution.ByOutcome)
        {
            AlsoOf = RowKind.Agent,
            Dimensions = KpiDimensions.OfAgents,
            Variants = Only("handled x 3600 / seconds logged in", ContactsPerAgentHour.Of),
        },
    ];
}
