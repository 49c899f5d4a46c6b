namespace CallCenter.Core.Kpis;

/// <summary>Share of agents' time that contacts take. Wall-clock: an agent with two chats is occupied once.</summary>
internal static class Occupancy
{
    public static readonly IReadOnlyList<KpiVariant> Variants =
    [
        new("of_contact_and_idle", "(talk + hold + after-call work) / (talk + hold + after-call work + available), in milliseconds",
            "Amazon Connect AGENT_OCCUPANCY",
            (t, _) => KpiValue.Ratio(AgentTime.Occupied(t), AgentTime.OccupiedOrIdle(t))),
        new("of_login", "(talk + hold + after-call work) / logged in, in milliseconds", "Call Centre Helper",
            (t, _) => KpiValue.Ratio(AgentTime.Occupied(t), AgentTime.LoggedIn(t))),
    ];
}
