using static CallCenter.Core.Kpis.Formula;

namespace CallCenter.Core.Kpis;

/// <summary>Share of agents' time that contacts take. Wall-clock: an agent with two chats is occupied once.</summary>
internal static class Occupancy
{
    private static readonly Term Occupied = new TimeInAny(AgentStates.Occupied);

    public static readonly IReadOnlyList<KpiVariant> Variants =
    [
        new("of_contact_and_idle", "Amazon Connect AGENT_OCCUPANCY", Ratio(Occupied, new TimeInAny(AgentStates.OccupiedOrIdle))),
        new("load_weighted", "by slots: of an agent with one chat of three for an hour a third",
            Ratio(
                new Thousandfold(Occupied) - new TimeIn(Measures.Gauge.AgentSpare),
                new Thousandfold(new TimeInAny(AgentStates.OccupiedOrIdle)))),
        new("of_login", "Call Centre Helper", Ratio(Occupied, new TimeInAny(AgentStates.LoggedIn))),
    ];
}
