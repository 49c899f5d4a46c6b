using CallCenter.V1;

namespace CallCenter.Simulator.Tests;

/// <summary>A visit as derived from events alone.</summary>
internal sealed class StrictVisit(VisitQueued facts, DateTimeOffset queuedTime)
{
    public VisitQueued Facts { get; } = facts;
    public DateTimeOffset QueuedTime { get; } = queuedTime;
    public DateTimeOffset AnsweredTime { get; set; }
    public Dictionary<string, DateTimeOffset> Offers { get; } = [];
    public string Agent { get; set; } = "";
    public bool IsHeld { get; set; }
    public bool IsExcluded { get; set; }
    public bool IsWrappingUp { get; set; }
    public bool IsWaiting => Agent.Length == 0;

    public bool Occupies(string agent) => Agent == agent || Offers.ContainsKey(agent);
}
