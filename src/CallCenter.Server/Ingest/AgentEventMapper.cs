using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.V1;

namespace CallCenter.Server.Ingest;

/// <summary>Maps the events of agents.</summary>
internal static class AgentEventMapper
{
    private const int SlotsMax = 100;

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
            case Event.KindOneofCase.AgentScheduled or Event.KindOneofCase.ShiftRemoved or Event.KindOneofCase.AbsenceReported
                or Event.KindOneofCase.AbsenceEnded:
                return PlanEventMapper.Map(m, at);
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
}
