using CallCenter.Core.Events;
using CallCenter.Core.Kpis;

namespace CallCenter.Core.Tests.Floors;

/// <summary>What an adapter reports after it was away, against what the server knew before.</summary>
public sealed class FloorReportTests
{
    [Fact]
    public void Vanished_waiting_visit_is_lost_and_in_no_average()
    {
        var centre = new Centre().Queue("v").At(60).Report([]);
        Assert.Equal([1, 1, 0, 0], centre.Counts("contacts_lost", "ghosts_closed", "contacts_waiting", "reconciliation_residual"));
        Assert.Equal(KpiValue.None, centre.Value("queue_time"));
    }

    [Fact]
    public void Vanished_conversation_frees_its_agent_and_is_in_no_average()
    {
        var centre = new Centre().Set("ann", Presence.Available).Queue("v").At(10).Answer("v", "ann").At(60).Report([], Live("ann"));
        Assert.Equal([1, 0, 0, 1], centre.Counts("ghosts_closed", "contacts_handled", "contacts_interacting", "agents_available"));
        Assert.Equal(KpiValue.None, centre.Value("talk_time"));
    }

    [Fact]
    public void Visit_in_wrap_up_is_not_ended_by_a_floor_report()
    {
        var centre = Talking().At(40).End("v", VisitOutcome.CompletedByAgent, wrapUp: true).At(60).Report([], Live("ann"));
        Assert.Equal([0, 1], centre.Counts("ghosts_closed", "contacts_in_acw"));
    }

    [Fact]
    public void Unknown_waiting_visit_counts_as_offered_when_it_was_queued()
    {
        var centre = new Centre().At(1000).Report([Waiting("v", queued: 200)]);
        Assert.Equal([1, 1], centre.Counts("contacts_offered", "contacts_waiting"));
        Assert.Equal(KpiValue.Time(Centre.Moment(200)), centre.Value("longest_wait"));
        Assert.Equal(0, centre.Count("contacts_offered", window: new Core.Windows.SlidingWindow(TimeSpan.FromSeconds(790))));
    }

    [Fact]
    public void Conversation_without_a_known_start_is_followed_but_not_counted()
    {
        var centre = new Centre().At(100).Report([Connected("v", queued: 10, answered: 30, held: null)], Live("ann"));
        Assert.Equal([1, 1], centre.Counts("contacts_interacting", "agents_on_contact"));
        centre.At(160).End("v", VisitOutcome.CompletedByCustomer).At(200);
        Assert.Equal([0, 0, 0, 0], centre.Counts("contacts_offered", "contacts_answered", "contacts_handled", "contacts_interacting"));
    }

    [Fact]
    public void Unknown_conversation_on_hold_is_on_hold()
        => Assert.Equal(1, new Centre().At(100).Report([Connected("v", 10, 30, held: 50)], Live("ann")).Count("contacts_on_hold"));

    [Fact]
    public void Visit_answered_during_a_gap_is_answered_at_the_reported_time()
    {
        var centre = new Centre().Queue("v").At(100).Report([Connected("v", 0, answered: 18, held: null)], Live("ann"));
        Assert.Equal(KpiValue.Mean(18_000, 1), centre.Value("speed_of_answer"));
        Assert.Equal(KpiValue.Ratio(1, 1), centre.Value("service_level"));
        Assert.Equal(KpiValue.Mean(82_000, 1), centre.End("v", VisitOutcome.CompletedByAgent).Value("talk_time"));
    }

    [Fact]
    public void Visit_answered_and_held_during_a_gap_is_on_hold_and_can_be_resumed()
    {
        var centre = new Centre().Queue("v").At(100).Report([Connected("v", 0, answered: 18, held: 50)], Live("ann"));
        Assert.Equal([1, 0], centre.Counts("contacts_on_hold", "contacts_interacting"));
        centre.At(110).Resume("v").At(120).End("v", VisitOutcome.CompletedByAgent);
        Assert.Equal(KpiValue.Mean(60_000, 1), centre.Value("hold_time"));
    }

    [Fact]
    public void Visit_resumed_during_a_gap_is_in_conversation()
    {
        var centre = Talking().At(30).Hold("v").At(100).Report([Connected("v", 0, 10, held: null)], Live("ann"));
        Assert.Equal([0, 1], centre.Counts("contacts_on_hold", "contacts_interacting"));
    }

    [Fact]
    public void Answer_that_the_source_dates_before_the_arrival_has_no_negative_wait()
    {
        var centre = new Centre().At(50).Queue("v").At(100).Report([Connected("v", 40, answered: 45, held: null)], Live("ann"));
        Assert.Equal(KpiValue.Mean(0, 1), centre.Value("speed_of_answer"));
    }

    [Fact]
    public void Id_that_now_waits_in_another_queue_is_another_visit()
    {
        var centre = new Centre().Queue("v", "sales").At(60).Report([Waiting("v", queued: 30, queue: "support")]);
        Assert.Equal((1, 0), (centre.Count("contacts_lost", queues: "sales"), centre.Count("contacts_waiting", queues: "sales")));
        Assert.Equal((1, 1), (centre.Count("contacts_offered", queues: "support"), centre.Count("contacts_waiting", queues: "support")));
    }

    [Fact]
    public void Agents_and_memberships_are_set_as_reported()
    {
        var centre = new Centre()
            .Set("ann", Presence.Available).Join("ann", "sales").Set("bob", Presence.Available).Join("bob", "sales").At(60);
        centre.Report([], new LiveAgent("bob", Presence.Break, "lunch", [new LiveMembership("support", MembershipState.Joined, "")]));
        Assert.Equal([1, 1, 0], centre.Counts("agents_logged_in", "agents_on_break", "agents_available"));
        Assert.Equal((0, 1), (centre.Count("agents_logged_in", queues: "sales"), centre.Count("agents_logged_in", queues: "support")));
    }

    [Fact]
    public void Time_since_the_newest_event_is_published_as_incomplete()
        => Assert.Equal([(10.0, 60.0)], new Centre().At(10).Queue("v").At(60).Report([]).Gaps());

    [Fact]
    public void First_report_of_a_source_leaves_no_gap() => Assert.Equal([], new Centre().At(60).Report([]).Gaps());

    private static Centre Talking() => new Centre().Set("ann", Presence.Available).Queue("v").At(10).Answer("v", "ann");

    private static LiveAgent Live(string agent) => new(agent, Presence.Available, "", []);

    private static LiveVisit Waiting(string visit, double queued, string queue = "sales")
        => new(visit, visit, Centre.TraitsOf(queue), Centre.Moment(queued), "", default, null);

    private static LiveVisit Connected(string visit, double queued, double answered, double? held) => new(
        visit, visit, Centre.TraitsOf("sales"), Centre.Moment(queued), "ann", Centre.Moment(answered),
        held is { } h ? Centre.Moment(h) : null);
}
