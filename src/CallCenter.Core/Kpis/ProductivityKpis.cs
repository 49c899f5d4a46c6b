using CallCenter.Core.Measures;
using static CallCenter.Core.Kpis.KpiShapes;

namespace CallCenter.Core.Kpis;

/// <summary>What agents' time yields and costs.</summary>
internal static class ProductivityKpis
{
    private static readonly Term LoggedIn = new TimeInAny(AgentStates.LoggedIn);
    private static readonly Term Paid = new TimeIn(Gauge.AgentPaid);
    private static readonly Term Fixed = new FixedCost(Gauge.AgentAvailable);
    private static readonly Term Days = new AgentDays(AgentStates.LoggedIn);

    public static readonly IReadOnlyList<KpiDefinition> All =
    [
        Kpi("resolved_per_agent_hour", "contacts/h", Text("Resolved per agent hour", "人均小时解决量"),
            Text("Contacts resolved for each hour that agents were logged in.", "坐席每签入小时解决的联络数。"),
            Formula.Rate(Terms.Of(Measure.Resolved), LoggedIn)).In(KpiDimensions.OfAgents),
        Kpi("contacts_per_agent_hour", "contacts/h", Text("Contacts per agent hour", "人均小时处理量"),
            Text("Conversations ended for each hour that agents were logged in.", "坐席每签入小时结束的通话数。"),
            Formula.Rate(Terms.Completed, LoggedIn)).In(KpiDimensions.OfAgents),
        Kpi("resolved_per_agent_day", "contacts/day", Text("Resolved per agent day", "人均日解决量"),
            Text("Contacts resolved for each agent and day of the tenant's zone on which the agent was logged in.",
                "按租户时区，坐席每签入日解决的联络数。"),
            Formula.Number(Terms.Of(Measure.Resolved), Days)).In(KpiDimensions.OfAgents).By(Attribution.None),
        Kpi("contacts_per_agent_day", "contacts/day", Text("Contacts per agent day", "人均日处理量"),
            Text("Conversations ended for each agent and day of the tenant's zone on which the agent was logged in.",
                "按租户时区，坐席每签入日结束的通话数。"),
            Formula.Number(Terms.Completed, Days)).In(KpiDimensions.OfAgents).By(Attribution.None),
        Varied("cost_per_contact", "money", Text("Cost per contact", "单次联系成本"),
            Text("Cost of logged-in or paid time, systems, building and utilities for each conversation that ended. Over short windows it "
                + "follows chance: ask for 24 h.", "坐席签入或带薪时间、系统、场地与水电成本之和与已结束通话数之比。短时窗口受偶然影响，宜用 24 小时。"),
            [
                new("of_login", "", Formula.Score(new CostOfTime(LoggedIn) + Fixed, Terms.Completed)),
                new("of_paid", "", Formula.Score(new CostOfTime(Paid) + Fixed, Terms.Completed)),
            ]).In([]).By(Attribution.None),
        Kpi("revenue_per_contact", "money", Text("Revenue per contact", "单次联系收入"),
            Text("Revenue that was recorded for each conversation that ended.", "已记录收入与已结束通话数之比。"),
            Formula.Score(Terms.Of(Measure.Revenue), Terms.Completed)).In(KpiDimensions.OfContacts).By(Attribution.None),
        Kpi("revenue_per_agent_hour", "money/h", Text("Revenue per agent hour", "人均小时收入"),
            Text("Revenue that was recorded for each hour that agents were logged in.", "坐席每签入小时记录的收入。"),
            Formula.Score(new Hourly(Terms.Of(Measure.Revenue)), new Seconds(LoggedIn))).In(KpiDimensions.OfAgents).By(Attribution.None),
        Varied("labour_cost_per_contact", "money", Text("Labour cost per contact", "单次联系人工成本"),
            Text("Cost of logged-in or paid time for each conversation that ended.", "坐席签入或带薪时间成本与已结束通话数之比。"),
            [
                new("of_login", "", Formula.Score(new CostOfTime(LoggedIn), Terms.Completed)),
                new("of_paid", "", Formula.Score(new CostOfTime(Paid), Terms.Completed)),
            ]).In(KpiDimensions.OfShifts).By(Attribution.None),
    ];
}
