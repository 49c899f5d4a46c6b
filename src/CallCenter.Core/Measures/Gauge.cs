namespace CallCenter.Core.Measures;

/// <summary>
/// A number of things in a state. It is stored as two sums of steps d at moments t: N, the sum of d, and M, the sum of d * t.
/// Then N(t) is the number in the state at any moment t, and t * N(t) - M(t) is the time spent in the state up to t, whatever is
/// still going on included; the time in a window is the difference at its edges. The numbers are stored.
/// </summary>
public enum Gauge : ushort
{
    Waiting = 0,
    Alerting = 1,
    Talking = 2,
    OnHold = 3,
    WrapUp = 4,
    AgentAvailable = 5,
    AgentRinging = 6,
    AgentTalking = 7,
    AgentOnHold = 8,
    AgentInWrapUp = 9,
    AgentOnBreak = 10,
    AgentNotReady = 11,
    AgentScheduled = 12,
    AgentSlots = 13,
}
