using CallCenter.Core.Events;
using CallCenter.Core.Kpis;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Views;

/// <summary>Totals over overlapping queues count an agent once.</summary>
public sealed class AgentTotalTests
{
    [Fact]
    public void Agent_in_two_queues_is_one_agent()
    {
        var centre = InTwoQueues(MembershipState.Joined).At(60);
        Assert.Equal((1, 1, 1), (Logged(centre, "sales", "support"), Logged(centre, "sales"), Logged(centre)));
        Assert.Equal(60, centre.Seconds("login_time", queues: ["sales", "support"]));
    }

    [Fact]
    public void Agent_paused_in_one_of_two_queues_is_logged_in_once_and_works()
    {
        var centre = InTwoQueues(MembershipState.Paused).At(60);
        Assert.Equal((1, 1), (Logged(centre, "sales", "support"), centre.Count("agents_online", queues: ["sales", "support"])));
        Assert.Equal((0, 1), (centre.Count("agents_online", queues: "support"), centre.Count("agents_not_ready", queues: "support")));
        Assert.Equal(60, centre.Seconds("login_time", queues: ["sales", "support"]));
    }

    [Fact]
    public void Agent_paused_in_one_of_two_queues_has_an_occupancy_of_at_most_one()
    {
        var centre = InTwoQueues(MembershipState.Paused).Queue("v").Answer("v", "ann").At(60);
        Assert.Equal(KpiValue.Ratio(60_000, 60_000), centre.Value("occupancy", "of_login", queues: ["sales", "support"]));
    }

    [Fact]
    public void Gauge_is_as_of_now_whatever_the_window()
    {
        var previous = new IntervalWindow(TimeSpan.FromMinutes(15), IsPrevious: true);
        var centre = new Centre().At(10).Set("ann", Presence.Available).At(950).Queue("v").Set("ann", Presence.Break).At(960);
        Assert.Equal((1, 1), (centre.Count("contacts_waiting", window: previous), centre.Count("agents_on_break", window: previous)));
        Assert.Equal(0, centre.Count("agents_available", window: previous));
        Assert.Equal(0, centre.Count("reconciliation_residual", window: previous));
    }

    [Fact]
    public void Time_in_a_state_that_was_left_within_its_second_survives_a_fold()
    {
        var centre = new Centre().Set("ann", Presence.Break).At(0.5).Set("ann", Presence.Offline).At(10);
        Assert.Equal(0.5, centre.Seconds("break_time"));
        Assert.Equal(0.5, centre.FoldAndRestart().Seconds("break_time"));
    }

    private static Centre InTwoQueues(MembershipState inSupport)
        => new Centre().Set("ann", Presence.Available).Join("ann", "sales").Join("ann", "support", inSupport);

    private static long Logged(Centre centre, params string[] queues) => centre.Count("agents_logged_in", queues: queues);
}
