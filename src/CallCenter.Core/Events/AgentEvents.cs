using CallCenter.Core.Identity;

namespace CallCenter.Core.Events;

/// <summary>An event of one agent.</summary>
public abstract record AgentEvent(string Agent) : SourceEvent;

public sealed record AgentPresenceChanged(string Agent, Presence Presence, string Reason) : AgentEvent(Agent);

public sealed record QueueMembershipChanged(string Agent, string Queue, MembershipState State, string Reason) : AgentEvent(Agent);

public sealed record AgentDescribed(string Agent, string DisplayName, string Team, string Seniority) : AgentEvent(Agent);

public sealed record AgentCapacityChanged(string Agent, Channel Channel, int SlotCount) : AgentEvent(Agent);

public sealed record AgentScheduled(string Agent, Instant Start, Instant End) : AgentEvent(Agent);
