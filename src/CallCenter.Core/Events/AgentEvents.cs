using CallCenter.Core.Identity;

namespace CallCenter.Core.Events;

/// <summary>An event of one agent.</summary>
public abstract record AgentEvent(string Agent) : SourceEvent;

public sealed record AgentPresenceChanged(string Agent, Presence Presence, string Reason) : AgentEvent(Agent);

public sealed record QueueMembershipChanged(string Agent, string Queue, MembershipState State, string Reason) : AgentEvent(Agent);

public sealed record AgentDescribed(string Agent, string DisplayName, string Team, string Seniority) : AgentEvent(Agent);

public sealed record AgentCapacityChanged(string Agent, Channel Channel, int SlotCount) : AgentEvent(Agent);

/// <summary>A shift was planned, in place of the one with the same id.</summary>
public sealed record AgentScheduled(string Agent, Instant Start, Instant End) : AgentEvent(Agent)
{
    /// <summary>Empty: in place of all shifts that have not ended.</summary>
    public string ShiftId { get; init; } = "";

    /// <summary>In order, without overlap, within the shift; the time between them is paid work.</summary>
    public IReadOnlyList<ShiftSegment> Segments { get; init; } = [];
}

/// <summary>A planned shift, or the rest of it, was dropped.</summary>
public sealed record ShiftRemoved(string Agent, string ShiftId) : AgentEvent(Agent);

/// <summary>An agent is away on planned shifts for a reason; in place of the absence with the same id.</summary>
public sealed record AbsenceReported(string Agent, string AbsenceId, Instant Start, Instant End, string Reason, bool IsPaid)
    : AgentEvent(Agent);

/// <summary>An absence ended early, or was dropped.</summary>
public sealed record AbsenceEnded(string Agent, string AbsenceId) : AgentEvent(Agent);

/// <summary>What is planned within a shift, in the protocol's order.</summary>
public enum ShiftActivity : byte { Work = 1, Break = 2, Meal = 3, Training = 4, Meeting = 5, Other = 6 }

/// <summary>A part of a shift, [start, end).</summary>
public sealed record ShiftSegment(ShiftActivity Activity, Instant Start, Instant End, bool IsPaid);
