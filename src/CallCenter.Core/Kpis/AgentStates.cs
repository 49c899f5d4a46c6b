using CallCenter.Core.Measures;

namespace CallCenter.Core.Kpis;

/// <summary>A set of states of logged-in agents. An agent is in exactly one state at any time, overall and in each queue.</summary>
internal sealed class AgentStates(string name, params Gauge[] gauges)
{
    /// <summary>In a working state: break and not ready are not (they are counted apart).</summary>
    public static readonly AgentStates Online = new("working",
        Gauge.AgentAvailable, Gauge.AgentRinging, Gauge.AgentTalking, Gauge.AgentOnHold, Gauge.AgentInWrapUp, Gauge.AgentBusyOther);

    public static readonly AgentStates OnlineOrProductive = new("working or productive", [.. Online.Gauges, Gauge.AgentProductive]);

    public static readonly AgentStates LoggedIn = new("logged in", [.. Online.Gauges, Gauge.AgentOnBreak, Gauge.AgentNotReady]);
    public static readonly AgentStates Limited = new("ringing, on contact, in after-call work or not ready",
        Gauge.AgentRinging, Gauge.AgentTalking, Gauge.AgentOnHold, Gauge.AgentInWrapUp, Gauge.AgentNotReady);

    public static readonly AgentStates OnBreak = new("on break", Gauge.AgentOnBreak);
    public static readonly AgentStates OnContact = new("talking or on hold", Gauge.AgentTalking, Gauge.AgentOnHold);
    public static readonly AgentStates Occupied = new("talking, on hold or in after-call work", [.. OnContact.Gauges, Gauge.AgentInWrapUp]);
    public static readonly AgentStates OccupiedOrIdle = new("talking, on hold, in after-call work or available",
        [.. Occupied.Gauges, Gauge.AgentAvailable]);

    public static readonly AgentStates PlannedToWork = new("planned to work", Gauge.AgentPlannedWork);
    public static readonly AgentStates Present = new("present in planned work", Gauge.AgentPresent);

    public Gauge[] Gauges => gauges;

    public IReadOnlyList<Measure> Measures { get; } = [.. gauges.Select(g => g.Number())];

    public override string ToString() => name;
}
