using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.V1;

namespace CallCenter.Server.Ingest;

/// <summary>Maps the events of agents.</summary>
internal static class AgentEventMapper
{
    private const int SlotsMax = 100;
    private static readonly TimeSpan ShiftMax = TimeSpan.FromHours(24);

    public static SourceEvent Map(Event m, Instant at)
    {
        switch (m.KindCase)
        {
            case Event.KindOneofCase.AgentPresenceChanged:
                var presence = m.AgentPresenceChanged;
                return new Core.Events.AgentPresenceChanged(
                    Fields.Required(presence.Agent, "agent_presence_changed.agent"),
                    EnumMapper.Presence(presence.Presence, "agent_presence_changed"),
                    Fields.Optional(presence.Reason, "agent_presence_changed.reason"))
                { OccurredAt = at };
            case Event.KindOneofCase.QueueMembershipChanged:
                var membership = m.QueueMembershipChanged;
                return new Core.Events.QueueMembershipChanged(
                    Fields.Required(membership.Agent, "queue_membership_changed.agent"),
                    Fields.Required(membership.Queue, "queue_membership_changed.queue"),
                    EnumMapper.Membership(membership.State, "queue_membership_changed"),
                    Fields.Optional(membership.Reason, "queue_membership_changed.reason"))
                { OccurredAt = at };
            case Event.KindOneofCase.AgentDescribed:
                var described = m.AgentDescribed;
                return new Core.Events.AgentDescribed(
                    Fields.Required(described.Agent, "agent_described.agent"),
                    Fields.Optional(described.DisplayName, "agent_described.display_name"),
                    Fields.Optional(described.Team, "agent_described.team"),
                    Fields.Optional(described.Seniority, "agent_described.seniority"))
                { OccurredAt = at };
            case Event.KindOneofCase.AgentCapacityChanged:
                return Capacity(m.AgentCapacityChanged, at);
            case Event.KindOneofCase.AgentScheduled:
                return Scheduled(m.AgentScheduled, at);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static Core.Events.AgentCapacityChanged Capacity(V1.AgentCapacityChanged m, Instant at)
    {
        if (m.Channel == V1.Channel.Unspecified)
            WrongFields.Report("agent_capacity_changed.channel", "is missing; it is required", 0);
        if (m.SlotCount is < 0 or > SlotsMax)
            WrongFields.Report("agent_capacity_changed.slot_count", $"is {m.SlotCount}; it must be 0 to {SlotsMax}", 0);
        return new Core.Events.AgentCapacityChanged(
            Fields.Required(m.Agent, "agent_capacity_changed.agent"),
            EnumMapper.Channel(m.Channel, default, "agent_capacity_changed"),
            m.SlotCount)
        { OccurredAt = at };
    }

    private static Core.Events.AgentScheduled Scheduled(V1.AgentScheduled m, Instant at)
    {
        var start = Fields.Time(m.StartTime, "agent_scheduled.start_time");
        var end = Fields.Time(m.EndTime, "agent_scheduled.end_time");
        if ((end <= start || end - start > ShiftMax) && !WrongFields.HasReported("agent_scheduled.start_time", "agent_scheduled.end_time"))
            WrongFields.Report("agent_scheduled.end_time", "must be after start_time and at most 24 h later", 0);
        return new Core.Events.AgentScheduled(Fields.Required(m.Agent, "agent_scheduled.agent"), start, end) { OccurredAt = at };
    }
}
