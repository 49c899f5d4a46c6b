using CallCenter.Core.Measures;

namespace CallCenter.Core.Floor;

/// <summary>What an agent does: one label, derived from presence and contacts (see <see cref="Agent.DeriveGauge"/>). The numbers are
/// stored, and are those of the protocol.</summary>
public enum AgentState : byte
{
    Unknown = 0,
    Offline = 1,
    Available = 2,
    Ringing = 3,
    Talking = 4,
    OnHold = 5,
    WrapUp = 6,
    Break = 7,
    NotReady = 8,
}

internal static class AgentStates
{
    public static AgentState Of(Gauge? gauge) => gauge switch
    {
        null => AgentState.Offline,
        Gauge.AgentAvailable => AgentState.Available,
        Gauge.AgentRinging => AgentState.Ringing,
        Gauge.AgentTalking => AgentState.Talking,
        Gauge.AgentOnHold => AgentState.OnHold,
        Gauge.AgentInWrapUp => AgentState.WrapUp,
        Gauge.AgentOnBreak => AgentState.Break,
        Gauge.AgentNotReady => AgentState.NotReady,
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
