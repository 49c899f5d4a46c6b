using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>Share of agents' time that contacts take. Wall-clock: an agent with two chats is occupied once.</summary>
internal static class Occupancy
{
    public static readonly IReadOnlyList<KpiVariant> Variants =
    [
        new("of_contact_and_idle", "(talk + hold + after-call work) / (talk + hold + after-call work + available), in milliseconds",
            "Amazon Connect AGENT_OCCUPANCY",
            (t, _) => KpiValue.Ratio(Occupied(t), Occupied(t) + t.TimeIn(Gauge.AgentAvailable))),
        new("of_login", "(talk + hold + after-call work) / logged in, in milliseconds", "Call Centre Helper",
            (t, _) => KpiValue.Ratio(Occupied(t), AgentTime.LoggedIn(t))),
    ];

    private static long Occupied(Tally t) => t.TimeIn(Gauge.AgentTalking) + t.TimeIn(Gauge.AgentOnHold) + t.TimeIn(Gauge.AgentInWrapUp);
}
