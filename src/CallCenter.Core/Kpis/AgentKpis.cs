using CallCenter.Core.Measures;
using static CallCenter.Core.Kpis.KpiShapes;

namespace CallCenter.Core.Kpis;

/// <summary>Agents now, and their time. An agent in several queues counts once in a total; by queue, in each.</summary>
internal static class AgentKpis
{
    private static readonly Term LoggedIn = new TimeInAny(AgentStates.LoggedIn);
    private static readonly Term Breaks = new SumOfAgents(Measure.Breaks);

    public static readonly IReadOnlyList<KpiDefinition> All =
    [
        AgentGauge("agents_logged_in", Text("Logged in", "签入数"), Text("Agents whose presence is not offline.", "在席状态不为离线的坐席。"),
            new NowInAny(AgentStates.LoggedIn)),
        Varied("agents_online", "agents", Text("Working", "坐席在线数"),
            Text("Agents logged in, neither on break nor not ready; as a variant also those not ready for productive reasons.",
                "已签入且既未小休也未置忙的坐席；另有口径计入因生产性原因置忙的坐席。"),
            [
                new("standard", "", Formula.InState(new NowInAny(AgentStates.Online))),
                new("with_productive", "", Formula.InState(new NowInAny(AgentStates.OnlineOrProductive))),
            ]).By(Attribution.None),
        AgentGauge("agents_available", Text("Available", "空闲"), Text("Agents available and without a contact.", "空闲且没有联络的坐席。"),
            new Now(Gauge.AgentAvailable)),
        AgentGauge("agents_ringing", Text("Ringing", "振铃"), Text("Agents with an open offer and no conversation.", "正在振铃且没有通话的坐席。"),
            new Now(Gauge.AgentRinging)),
        AgentGauge("agents_on_contact", Text("On contact", "服务中"), Text("Agents in a conversation, on hold included.", "正在通话的坐席，含保持。"),
            new NowInAny(AgentStates.OnContact)),
        AgentGauge("agents_in_acw", Text("In wrap-up", "整理"), Text("Agents in after-call work and no conversation.", "正在话后处理且没有通话的坐席。"),
            new Now(Gauge.AgentInWrapUp)),
        AgentGauge("agents_on_break", Text("On break", "小休数"), Text("Agents whose presence is break, without a contact.", "小休且没有联络的坐席。"),
            new Now(Gauge.AgentOnBreak)).WithReason(),
        AgentGauge("agents_not_ready", Text("Not ready", "置忙"),
            Text("Agents whose presence is not ready (by queue: or paused in it), without a contact.", "置忙（按队列：或在该队列中暂停）且没有联络的坐席。"),
            new Now(Gauge.AgentNotReady)).WithReason(),
        AgentGauge("slots_max", Text("Capacity", "并发数"),
            Text("Contacts that agents can have at once: one call or three chats are three.", "坐席可同时处理的联络数之和：一通电话或三个聊天计为三。"),
            new Now(Gauge.AgentSlots)) with { Unit = "contacts", Version = 2 },
        Varied("occupancy", "ratio", Text("Occupancy", "占用率"),
            Text("Share of agents' time that contacts take; concurrent ones once.", "坐席用于联络的时间占比；并发联络只计一次。"), Occupancy.Variants)
            .By(Attribution.None).In(KpiDimensions.OfShifts) with { Version = 2 },
        AgentGauge("slots_available", Text("Free slots", "可用并发数"),
            Text("Contacts that agents who are available can still take: of one call or three chats three, and after one chat two.",
                "空闲坐席还可接入的联络数：一通电话或三个聊天时为三，已有一个聊天时为二。"),
            new Now(Gauge.AgentSlotsFree)).In(KpiDimensions.OfShifts) with { Unit = "contacts" },
        AgentGauge("channel_slots_available", Text("Free slots of channels", "渠道可用并发数"),
            Text("Contacts of each channel that agents who are available can still take, if they take none of another: group by channel.",
                "空闲坐席在各渠道还可接入的联络数（不再接入其他渠道时）：请按渠道分组。"),
            new Now(Gauge.AgentChannelSlotsFree)).In([.. KpiDimensions.OfShifts, "channel"]) with { Unit = "contacts" },
        AgentGauge("agents_busy_other", Text("Busy elsewhere", "其他占用"),
            Text("Agents on a contact of another queue: group by queue.", "正在服务其他队列联络的坐席：请按队列分组。"), new Now(Gauge.AgentBusyOther)),
        AgentGauge("agents_error", Text("Did not answer", "未响应"),
            Text("Agents who did not answer their last offer, until the next one, a conversation or another presence.",
                "上次振铃未接的坐席，直至下次振铃、通话或状态变更。"), new Now(Gauge.AgentMissed)).In(KpiDimensions.OfShifts),
        Kpi("work_since_break", "s", Text("Work since the last break", "连续工作时长"),
            Text("Mean time since the last break, or the login, of agents who are logged in and not on a break.",
                "已签入且未小休的坐席自上次小休（或签入）以来的平均时长。"),
            Formula.Mean(new AgesNow(Gauge.AgentWorking), new Now(Gauge.AgentWorking))).By(Attribution.None).In(KpiDimensions.OfShifts),
        Kpi("contact_share_of_login", "ratio", Text("Contact share of login time", "签入时长服务占比"),
            Text("Share of login time on contacts or in after-call work. Breaks and training lower it, which they do not do to occupancy.",
                "服务与话后处理时长占签入时长的比例；小休与培训会使其降低，而不影响占用率。"),
            Formula.Ratio(new TimeInAny(AgentStates.Occupied), LoggedIn)).By(Attribution.None),
        Kpi("agents_distinct", "agents", Text("Distinct agents", "签入坐席人数"),
            Text("Agents who were logged in at any time of the window, each once.", "窗口内任意时刻曾签入的坐席，每人计一次。"),
            Formula.Count(new DistinctInAny(AgentStates.LoggedIn))).By(Attribution.None),
        AgentTime("login_time", Text("Login time", "签入时长"), Text("Time logged in, summed over agents.", "各坐席签入时长之和。"),
            LoggedIn),
        AgentTime("break_time", Text("Break time", "小休时长"), Text("Time on break, summed over agents.", "各坐席小休时长之和。"),
            new TimeIn(Gauge.AgentOnBreak)).WithReason(),
        Kpi("break_count", "breaks", Text("Breaks", "小休次数"), Text("Breaks that agents began.", "坐席开始的小休次数。"),
            Formula.Count(Breaks)).By(Attribution.None).WithReason(),
        Kpi("avg_break", "s", Text("Average break", "平均小休时长"), Text("Time on break for each break begun.", "小休时长之和与开始的小休次数之比。"),
            Formula.Mean(new TimeIn(Gauge.AgentOnBreak), Breaks)).By(Attribution.None).WithReason(),
        Kpi("avg_concurrency", "ratio", Text("Average concurrency", "平均并发"),
            Text("Conversations at once of an agent who has any, on average over time.", "有通话时坐席平均同时处理的通话数。"),
            Formula.Ratio(
                new TimeIn(Gauge.Talking) + new TimeIn(Gauge.OnHold) + new TimeIn(Gauge.Joined), new TimeInAny(AgentStates.OnContact)))
            .By(Attribution.None).In(KpiDimensions.OfShifts),
        AgentTime("not_ready_time", Text("Not-ready time", "置忙时长"), Text("Time not ready, summed over agents.", "各坐席置忙时长之和。"),
            new TimeIn(Gauge.AgentNotReady)).WithReason(),
        AgentTime("productive_time", Text("Productive not-ready time", "生产性置忙时长"),
            Text("Time not ready for productive reasons (GetSettingsResponse), summed over agents.",
                "因生产性原因（GetSettingsResponse）置忙的时长，各坐席之和。"),
            new TimeIn(Gauge.AgentProductive)).WithReason(),
        AgentTime("idle_time", Text("Idle time", "空闲时长"),
            Text("Time available without a contact, summed over agents.", "各坐席空闲且没有联络的时长之和。"), new TimeIn(Gauge.AgentAvailable)),
        AgentTime("contact_time", Text("Contact time", "服务时长"),
            Text("Time in conversations or on hold, summed over agents; concurrent ones once.", "各坐席通话或保持的时长之和；并发联络只计一次。"),
            new TimeInAny(AgentStates.OnContact)),
        AgentTime("ringing_time", Text("Ringing time", "振铃时长"),
            Text("Time with an open offer and no conversation, summed over agents.", "各坐席振铃且没有通话的时长之和。"),
            new TimeIn(Gauge.AgentRinging)),
        AgentTime("wrap_up_time", Text("Wrap-up time", "整理时长"),
            Text("Time in after-call work and no conversation, summed over agents.", "各坐席话后处理且没有通话的时长之和。"),
            new TimeIn(Gauge.AgentInWrapUp)),
    ];
}
