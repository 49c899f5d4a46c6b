using CallCenter.V1;

namespace CallCenter.Asterisk.Tests;

/// <summary>Replays of recordings must give the totals of Asterisk's own queue_log exactly.</summary>
public sealed class TraceTests
{
    [Fact]
    public void Replay_of_edge_1_has_the_totals_of_queue_log() => AssertTotals("edge-1");

    [Fact]
    public void Replay_of_edge_1_has_each_visit_of_queue_log() => AssertVisits("edge-1");

    [Fact]
    public void Replay_of_edge_1_has_each_agent_of_queue_log() => AssertAgents("edge-1");

    [TraceFact("calm-1")]
    public void Replay_of_calm_1_has_the_totals_of_queue_log() => AssertTotals("calm-1");

    [TraceFact("calm-1")]
    public void Replay_of_calm_1_has_each_visit_of_queue_log() => AssertVisits("calm-1");

    [TraceFact("calm-1")]
    public void Replay_of_calm_1_has_each_agent_of_queue_log() => AssertAgents("calm-1");

    [TraceFact("calm-2")]
    public void Replay_of_calm_2_has_the_totals_of_queue_log() => AssertTotals("calm-2");

    [TraceFact("calm-2")]
    public void Replay_of_calm_2_has_each_visit_of_queue_log() => AssertVisits("calm-2");

    [TraceFact("calm-2")]
    public void Replay_of_calm_2_has_each_agent_of_queue_log() => AssertAgents("calm-2");

    [Fact]
    public void Replaying_twice_gives_the_same_events() => Assert.Equal(Replay("edge-1"), Replay("edge-1"));

    internal static IReadOnlyList<Event> Replay(string name) =>
        [.. RecordedAmi.ReadEvents(Path.Combine(Traces.Find(name)!, "ami.txt.gz"), new MappingOptions())];

    internal static void AssertTotals(string name, Tally tally)
    {
        var truth = Traces.Truth(name);
        Assert.Equal(TallyTotals.Of(truth.GetProperty("overall")), TallyTotals.Of(tally));
        foreach (var queue in truth.GetProperty("queues").EnumerateObject())
            Assert.Equal((queue.Name, TallyTotals.Of(queue.Value)), (queue.Name, TallyTotals.Of(tally, queue.Name)), QueueTotals);
    }

    private static void AssertTotals(string name) => AssertTotals(name, Tally.Of(Replay(name)));

    private static bool QueueTotals((string, Dictionary<string, int>) expected, (string, Dictionary<string, int>) actual) =>
        expected.Item1 == actual.Item1 && expected.Item2.OrderBy(pair => pair.Key).SequenceEqual(actual.Item2.OrderBy(pair => pair.Key));

    private static void AssertVisits(string name) => AssertVisits(name, Tally.Of(Replay(name)), keyWaitSlack: 1);

    internal static void AssertVisits(string name, Tally tally, int keyWaitSlack)
    {
        var (truth, told) = (Traces.Visits(name).OrderBy(Key).ToArray(), tally.Visits.Select(Row).OrderBy(Key).ToArray());
        Assert.Equal(truth.Select(WithoutKeyWait), told.Select(WithoutKeyWait));
        // An exit by key bears no HoldTime: the wait is the difference of two stamps, and Asterisk's that of two whole seconds.
        Assert.All(truth.Zip(told), pair => Assert.InRange((pair.First.Wait - pair.Second.Wait) ?? 0, -keyWaitSlack, keyWaitSlack));
    }

    private static TruthVisit WithoutKeyWait(TruthVisit visit) => visit.Outcome == "key" ? visit with { Wait = null } : visit;

    private static string Key(TruthVisit visit) => $"{visit.Caller}|{visit.Queue}|{visit.Outcome}";

    private static TruthVisit Row(TallyVisit visit) => new(
        visit.Caller, visit.Queue, visit.Outcome, visit.Wait, visit.Ring, visit.AgentName, visit.Talk);

    private static void AssertAgents(string name) => AssertAgents(name, Tally.Of(Replay(name)));

    internal static void AssertAgents(string name, Tally tally)
    {
        // queue_log knows names only: one person on two devices is one there and two here, and a device may change its name.
        foreach (var agent in Traces.Truth(name).GetProperty("agents").EnumerateObject())
        {
            var mine = tally.Visits.Where(visit => visit.AgentName == agent.Name).ToArray();
            var missed = tally.OfferEnds.Count(offer =>
                offer.Name == agent.Name && offer.Result is OfferResult.NoAnswer or OfferResult.Rejected);
            Assert.Equal(
                (agent.Name, agent.Value.GetProperty("answered").GetInt32(), agent.Value.GetProperty("talk_sum").GetInt32(),
                    agent.Value.GetProperty("ring_no_answer").GetInt32()),
                (agent.Name, mine.Length, mine.Sum(visit => visit.Talk ?? 0), missed));
        }
    }
}
