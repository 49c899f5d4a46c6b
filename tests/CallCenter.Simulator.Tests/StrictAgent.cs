using CallCenter.V1;

namespace CallCenter.Simulator.Tests;

/// <summary>An agent as derived from events alone.</summary>
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
