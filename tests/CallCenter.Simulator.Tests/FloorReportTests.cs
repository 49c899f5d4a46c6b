using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Simulator.Tests;

public sealed class FloorReportTests
{
    [Theory]
    [MemberData(nameof(Worlds.NamesAndSeeds), MemberType = typeof(Worlds))]
    public void The_report_equals_the_events(string world, int seed)
    {
        var (options, length) = Worlds.ByName[world];
        var center = new SimulatedCallCenter(options with { Seed = seed });
        var server = new StrictServer();

        for (var part = 1; part <= 50; part++)
        {
            var time = options.StartTime + (length * part / 50);
            var report = center.Report(time);
            foreach (var told in center.AdvanceTo(time))
                server.Apply(told);
            Assert.Equal(Written(server), Sorted(report));
        }
    }

    [Fact]
    public void A_report_loses_no_events()
    {
        var start = SimulationOptions.Demo.StartTime;
        var reporting = new SimulatedCallCenter(SimulationOptions.Demo);
        var plain = new SimulatedCallCenter(SimulationOptions.Demo);

        reporting.Report(start.AddMinutes(5));
        var early = reporting.AdvanceTo(start.AddMinutes(2));
        var late = reporting.AdvanceTo(start.AddMinutes(10));

        Assert.Equal(plain.AdvanceTo(start.AddMinutes(2)), early);
        Assert.Equal(plain.AdvanceTo(start.AddMinutes(10)), late);
    }

    [Fact]
    public void The_past_cannot_be_reported()
    {
        var center = new SimulatedCallCenter(SimulationOptions.Demo);
        center.AdvanceTo(center.Time.AddMinutes(1));

        Assert.Throws<ArgumentOutOfRangeException>(() => center.Report(center.Time.AddTicks(-1)));
    }

    private static FloorReport Written(StrictServer server)
    {
        var report = new FloorReport();
        report.Visits.AddRange(server.LiveVisits.Select(Written));
        var loggedIn = server.Agents.Where(pair => pair.Value.Presence != Presence.Offline);
        report.Agents.AddRange(loggedIn.Select(pair => Written(pair.Key, pair.Value)));
        return Sorted(report);
    }

    private static LiveVisit Written(StrictVisit visit) => visit.IsWaiting
        ? new LiveVisit { Visit = visit.Facts, QueuedTime = Timestamp.FromDateTimeOffset(visit.QueuedTime) }
        : new LiveVisit
        {
            Visit = visit.Facts,
            QueuedTime = Timestamp.FromDateTimeOffset(visit.QueuedTime),
            Agent = visit.Agent,
            AnsweredTime = Timestamp.FromDateTimeOffset(visit.AnsweredTime),
        };

    private static LiveAgent Written(string id, StrictAgent agent)
    {
        var live = new LiveAgent { Agent = id, Presence = agent.Presence, Reason = agent.Reason };
        live.Memberships.AddRange(agent.Memberships.Select(pair =>
            new LiveMembership { Queue = pair.Key, State = pair.Value.State, Reason = pair.Value.Reason }));
        return live;
    }

    private static FloorReport Sorted(FloorReport report)
    {
        var sorted = new FloorReport();
        sorted.Visits.AddRange(report.Visits.OrderBy(live => live.Visit.VisitId, StringComparer.Ordinal));
        foreach (var agent in report.Agents.OrderBy(live => live.Agent, StringComparer.Ordinal))
        {
            var copy = new LiveAgent(agent);
            copy.Memberships.Clear();
            copy.Memberships.AddRange(agent.Memberships.OrderBy(membership => membership.Queue, StringComparer.Ordinal));
            sorted.Agents.Add(copy);
        }

        return sorted;
    }
}
