using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>Sums over the states of an agent who is logged in; exactly one of them holds at any time.</summary>
internal static class AgentTime
{
    private static readonly Gauge[] States =
    [
        Gauge.AgentAvailable, Gauge.AgentRinging, Gauge.AgentTalking, Gauge.AgentOnHold, Gauge.AgentInWrapUp, Gauge.AgentOnBreak,
            Gauge.AgentNotReady,
    ];

    public static long LoggedIn(Tally t)
    {
        long sum = 0;
        foreach (var state in States) sum += t.TimeIn(state);
        return sum;
    }

    public static long LoggedInNow(Tally t)
    {
        long sum = 0;
        foreach (var state in States) sum += t.Now(state);
        return sum;
    }

    /// <summary>In a working state: break and not ready are not (they are counted apart).</summary>
    public static long OnlineNow(Tally t) => LoggedInNow(t) - t.Now(Gauge.AgentOnBreak) - t.Now(Gauge.AgentNotReady);

    public static long OnContactNow(Tally t) => t.Now(Gauge.AgentTalking) + t.Now(Gauge.AgentOnHold);
}
