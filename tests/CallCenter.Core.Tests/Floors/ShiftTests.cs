using CallCenter.Core.Events;
using CallCenter.Core.Floor;
using CallCenter.Core.Identity;
using CallCenter.Core.Kpis;
using CallCenter.Core.Settings;

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

    [Fact]
    public void Segments_that_nobody_advanced_through_count_as_planned()
    {
        var meal = new ShiftSegment(ShiftActivity.Meal, Moment(200), Moment(250), IsPaid: false);
        var centre = WithAnn().Schedule("ann", 100, 400, meal).At(5000).Advance();

        Assert.Equal((300, 250, 250), (Of(centre, "scheduled_time"), Of(centre, "planned_work_time"), Of(centre, "paid_time")));
        Assert.Equal(250, Of(centre, "absence_time"));
    }

    [Fact]
    public void Login_that_arrives_after_a_later_planned_moment_counts_from_that_moment()
    {
        var centre = WithAnn().Schedule("ann", 100, 400).At(101).Advance();
        centre.Send(new AgentPresenceChanged("ann", Presence.Available, "") { OccurredAt = Moment(99) });

        Assert.Equal((0, 301), (Of(centre.At(401).Advance(), "absence_time"), Of(centre, "login_time") - 1));
        Assert.Equal(1, centre.Value("attendance_rate", "", Day).Number);
    }

    [Fact]
    public void Shift_announced_after_its_start_knows_the_agent_since_its_last_change()
    {
        var centre = WithAnn().At(150).Set("ann", Presence.Available).At(200).Schedule("ann", 100, 400).At(400).Advance();

        Assert.Equal((300, 0), (Of(centre, "scheduled_time"), Of(centre, "absence_time")));
        Assert.Equal((250_000, 300_000), Parts(centre.Value("attendance_rate", "", Day)));
    }

    [Fact]
    public void Plan_and_what_counts_by_it_go_on_after_a_restart()
    {
        var centre = WithAnn().Schedule("ann", 100, 400, new ShiftSegment(ShiftActivity.Break, Moment(300), Moment(350), IsPaid: true));
        centre.Send(new AbsenceReported("ann", "flu", Moment(0), Moment(250), "flu", IsPaid: false) { OccurredAt = centre.Now });
        centre.At(200).Advance().FoldAndRestart().At(380).Set("ann", Presence.Available).FoldAndRestart().At(500).Advance();

        Assert.Equal((300, 150, 230), (Of(centre, "scheduled_time"), Of(centre, "paid_time"), Of(centre, "absence_time")));
        Assert.Equal((20_000, 250_000), Parts(centre.Value("attendance_rate", "", Day)));
    }

    [Fact]
    public void Reason_that_was_productive_when_it_was_counted_ends_as_such_after_a_restart_with_other_classes()
    {
        var centre = WithAnn();
        centre.Reasons = new ReasonClasses(["paperwork"], []);
        centre.At(100).Set("ann", Presence.NotReady, "paperwork").At(200).Advance();
        centre.Reasons = ReasonClasses.None;
        centre.At(300).Set("ann", Presence.Available).At(400);

        Assert.Equal(200, Of(centre, "productive_time"));
    }

    [Fact]
    public void Agent_has_at_most_64_shifts_and_absences()
    {
        var centre = WithAnn();
        for (var i = 0; i <= 64; i++)
        {
            var (start, end) = (Moment(100 * i + 100), Moment(100 * i + 200));
            var expected = i < 64 ? ApplyResult.Counted : ApplyResult.Refused;
            Assert.Equal(expected, centre.Send(new AgentScheduled("ann", start, end) { OccurredAt = Centre.Start, ShiftId = $"s{i}" }));
            Assert.Equal(expected, centre.Send(new AbsenceReported("ann", $"a{i}", start, end, "", true) { OccurredAt = Centre.Start }));
        }
        Assert.Equal(6400, Scheduled(centre.At(10_000)));
    }

    private static Instant Moment(double seconds) => Centre.Moment(seconds);

    private static double Of(Centre centre, string kpi) => centre.Seconds(kpi, Day);

    private static (long, long) Parts(KpiValue value) => (value.A, value.B);

    private static Centre WithAnn() => new Centre().Set("ann", Presence.Offline);

    private static double Scheduled(Centre centre) => centre.Advance().Seconds("scheduled_time", Day);
}
