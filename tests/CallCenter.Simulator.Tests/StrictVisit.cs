using CallCenter.V1;

namespace CallCenter.Simulator.Tests;

/// <summary>A visit as told by events alone.</summary>
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

/// <summary>An agent as told by events alone.</summary>
internal sealed class StrictAgent
{
    public Presence Presence { get; set; }
    public string Reason { get; set; } = "";
    public bool IsDescribed { get; set; }
    public Dictionary<Channel, int> SlotCounts { get; } = [];
    public DateTimeOffset ScheduledUntil { get; set; }

    /// <summary>By queue; those left are removed, their order of joining is not kept.</summary>
    public SortedDictionary<string, (MembershipState State, string Reason)> Memberships { get; } = new(StringComparer.Ordinal);
}
