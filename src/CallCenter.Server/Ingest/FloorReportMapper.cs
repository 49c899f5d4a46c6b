using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.V1;
using LiveAgent = CallCenter.Core.Events.LiveAgent;
using LiveMembership = CallCenter.Core.Events.LiveMembership;
using LiveVisit = CallCenter.Core.Events.LiveVisit;
using MembershipState = CallCenter.Core.Events.MembershipState;
using Presence = CallCenter.Core.Events.Presence;

namespace CallCenter.Server.Ingest;

/// <summary>Maps a floor report.</summary>
internal static class FloorReportMapper
{
    private const int VisitsMax = 10_000;
    private const int AgentsMax = 20_000;
    private const int MembershipsMax = 1_000;

    public static FloorReported Map(FloorReport m, Instant at)
    {
        AtMost(m.Visits.Count, VisitsMax, "floor_report.visits");
        AtMost(m.Agents.Count, AgentsMax, "floor_report.agents");
        var visits = m.Visits.Select((v, i) => Visit(v, $"floor_report.visits[{i}]", at)).ToList();
        Distinct(visits.Select(v => v.VisitId), "floor_report.visits");
        var agents = m.Agents.Select((a, i) => Agent(a, $"floor_report.agents[{i}]")).ToList();
        Distinct(agents.Select(a => a.Agent), "floor_report.agents");
        return new FloorReported(visits, agents) { OccurredAt = at, GapRepaired = m.GapRepaired, MoreFollows = m.MoreFollows };
    }

    private static LiveVisit Visit(V1.LiveVisit m, string field, Instant reportedAt)
    {
        if (m.Visit is null) return WrongFields.Report($"{field}.visit", "is missing; it is required", NoVisit(reportedAt));
        var id = Fields.Required(m.Visit.VisitId, field, "visit.visit_id");
        var agent = Fields.Optional(m.Agent, field, "agent");
        var queuedAt = Instant.Min(Fields.Time(m.QueuedTime, $"{field}.queued_time"), reportedAt);
        var answeredAt = m.AnsweredTime is null ? reportedAt
            : Instant.Min(Fields.Time(m.AnsweredTime, $"{field}.answered_time"), reportedAt);
        Instant? heldAt = m.HeldTime is null ? null : Fields.Time(m.HeldTime, $"{field}.held_time");
        if (heldAt is not null && m.Agent.Length == 0)
            WrongFields.Report($"{field}.held_time", "needs agent: only a connected visit can be on hold", 0);
        var contact = m.Visit.ContactId.Length == 0 ? id : Fields.Optional(m.Visit.ContactId, field, "visit.contact_id");
        return new LiveVisit(
            id, contact, EventMapper.Traits(m.Visit, $"{field}.visit"), queuedAt, agent, Instant.Max(queuedAt, answeredAt), heldAt)
        {
            CustomerId = Fields.Optional(m.Visit.CustomerId, field, "visit.customer_id"),
        };
    }

    private static LiveVisit NoVisit(Instant at) => new("", "", new VisitTraits("", default, default, "", "", "", ""), at, "", at, null);

    private static LiveAgent Agent(V1.LiveAgent m, string field)
    {
        AtMost(m.Memberships.Count, MembershipsMax, $"{field}.memberships");
        var presence = EnumMapper.Presence(m.Presence, field);
        if (presence == Presence.Offline) WrongFields.Report($"{field}.presence", "is offline; leave the agent out", 0);
        var memberships = m.Memberships.Select((one, i) => Membership(one, $"{field}.memberships[{i}]")).ToList();
        return new LiveAgent(
            Fields.Required(m.Agent, field, "agent"), presence, Fields.Optional(m.Reason, field, "reason"), memberships);
    }

    private static LiveMembership Membership(V1.LiveMembership m, string field)
    {
        var state = EnumMapper.Membership(m.State, field);
        if (state == MembershipState.Left) WrongFields.Report($"{field}.state", "is left; leave the membership out", 0);
        return new LiveMembership(Fields.Required(m.Queue, field, "queue"), state, Fields.Optional(m.Reason, field, "reason"));
    }

    private static void AtMost(int count, int max, string field)
    {
        if (count > max) WrongFields.Report(field, $"has {count} entries; at most {max} are allowed", 0);
    }

    private static void Distinct(IEnumerable<string> ids, string field)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            if (!seen.Add(id) && id.Length > 0) WrongFields.Report(field, $"names '{id}' twice", 0);
        }
    }
}
