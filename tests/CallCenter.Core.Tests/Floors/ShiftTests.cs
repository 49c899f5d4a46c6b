using CallCenter.Core.Events;
using CallCenter.Core.Floor;

namespace CallCenter.Core.Tests.Floors;

public sealed class ShiftTests
{
    private static readonly Core.Windows.SlidingWindow Day = new(TimeSpan.FromHours(24));

    [Fact]
    public void Shift_counts_from_its_start_to_its_end()
    {
        var centre = WithAnn().Schedule("ann", 100, 400);
        Assert.Equal(0, Scheduled(centre.At(99)));
        Assert.Equal(50, Scheduled(centre.At(150)));
        Assert.Equal(300, Scheduled(centre.At(400)));
        Assert.Equal(300, Scheduled(centre.At(1000)));
    }

    [Fact]
    public void Shift_announced_after_its_start_counts_from_its_start()
        => Assert.Equal(150, Scheduled(WithAnn().At(200).Schedule("ann", 100, 400).At(250)));

    [Fact]
    public void Shift_without_any_event_counts_as_planned()
        => Assert.Equal(300, Scheduled(WithAnn().Schedule("ann", 100, 400).At(5000)));

    [Fact]
    public void Extended_shift_counts_no_time_twice()
        => Assert.Equal(700, Scheduled(WithAnn().Schedule("ann", 100, 400).At(200).Advance().Schedule("ann", 100, 800).At(1000)));

    [Fact]
    public void Shortened_shift_ends_earlier()
        => Assert.Equal(200, Scheduled(WithAnn().Schedule("ann", 100, 400).At(200).Advance().Schedule("ann", 100, 300).At(1000)));

    [Fact]
    public void Plan_for_later_replaces_the_rest_of_the_running_one()
        => Assert.Equal(150, Scheduled(WithAnn().Schedule("ann", 100, 400).At(200).Advance().Schedule("ann", 500, 550).At(1000)));

    [Fact]
    public void Past_plan_ends_the_running_one_now()
        => Assert.Equal(100, Scheduled(WithAnn().Schedule("ann", 100, 400).At(200).Advance().Schedule("ann", 50, 150).At(1000)));

    [Fact]
    public void Plan_after_an_unseen_end_leaves_the_ended_shift_unchanged()
        => Assert.Equal(310, Scheduled(WithAnn().Schedule("ann", 100, 400).At(200).Advance().At(700).Schedule("ann", 800, 810).At(1000)));

    [Fact]
    public void Shift_goes_on_after_a_restart()
        => Assert.Equal(300, Scheduled(WithAnn().Schedule("ann", 100, 400).At(200).Advance().FoldAndRestart().At(900)));

    [Fact]
    public void Shift_of_an_unknown_agent_is_refused()
    {
        var shift = new AgentScheduled("ann", Centre.Moment(0), Centre.Moment(10)) { OccurredAt = Centre.Start };
        Assert.Equal(ApplyResult.Refused, new Centre().Send(shift));
    }

    private static Centre WithAnn() => new Centre().Set("ann", Presence.Offline);

    private static double Scheduled(Centre centre) => centre.Advance().Seconds("scheduled_time", Day);
}
