using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Simulator;

/// <summary>Builds floor reports of a platform.</summary>
internal static class FloorReports
{
    public static FloorReport Of(Platform platform)
    {
        var report = new FloorReport();
        report.Visits.AddRange(platform.Live.OrderBy(visit => visit.Number).Select(Of));
        report.Agents.AddRange(platform.Agents.Where(agent => agent.Presence != Presence.Offline).Select(Of));
        return report;
    }

    private static LiveVisit Of(Visit visit)
    {
        var live = new LiveVisit { Visit = visit.Facts.Clone(), QueuedTime = Timestamp.FromDateTimeOffset(visit.QueuedTime) };
        if (visit.Agent is null)
            return live;
        live.Agent = visit.Agent.Id;
        live.AnsweredTime = Timestamp.FromDateTimeOffset(visit.AnsweredTime);
        return live;
    }

    private static LiveAgent Of(Agent agent)
    {
        var live = new LiveAgent { Agent = agent.Id, Presence = agent.Presence, Reason = agent.Reason };
        live.Memberships.AddRange(agent.Memberships
            .Where(membership => membership.State != MembershipState.Left)
            .Select(membership => new LiveMembership
            {
                Queue = membership.Queue.Name,
                State = membership.State,
                Reason = membership.Reason,
            }));
        return live;
    }
}
