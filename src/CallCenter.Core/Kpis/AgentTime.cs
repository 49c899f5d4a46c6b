using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>Sets of the states of an agent who is logged in; exactly one state holds at any time, in all and in each queue.</summary>
internal static class AgentTime
{
    /// <summary>In a working state: break and not ready are not (they are counted apart).</summary>
    private static readonly Gauge[] Online =
        [Gauge.AgentAvailable, Gauge.AgentRinging, Gauge.AgentTalking, Gauge.AgentOnHold, Gauge.AgentInWrapUp];

    private static readonly Gauge[] LoggedInStates = [.. Online, Gauge.AgentOnBreak, Gauge.AgentNotReady];
    private static readonly Gauge[] Contact = [Gauge.AgentTalking, Gauge.AgentOnHold];
    private static readonly Gauge[] OccupiedStates = [.. Contact, Gauge.AgentInWrapUp];
    private static readonly Gauge[] OccupiedOrIdleStates = [.. OccupiedStates, Gauge.AgentAvailable];

    public static long LoggedIn(Tally t) => t.TimeIn(LoggedInStates);
    public static long OnContact(Tally t) => t.TimeIn(Contact);
    public static long Occupied(Tally t) => t.TimeIn(OccupiedStates);
    public static long OccupiedOrIdle(Tally t) => t.TimeIn(OccupiedOrIdleStates);

    public static long LoggedInNow(Tally t) => t.Now(LoggedInStates);
    public static long OnlineNow(Tally t) => t.Now(Online);
    public static long OnContactNow(Tally t) => t.Now(Contact);
}
