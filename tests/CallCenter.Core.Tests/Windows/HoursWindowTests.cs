using System.Globalization;
using CallCenter.Core.Events;
using CallCenter.Core.Identity;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Windows;

public sealed class HoursWindowTests
{
    private static readonly TimeZoneInfo London = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    // Every day 01:00 to 02:30 and 09:00 to 17:00; nights from Friday 22:00 to Saturday 03:00; Christmas closed, Christmas Eve in the
    // morning; peak at 10:00 to 12:00, night at 23:00 to 02:00.
    private static readonly BusinessCalendar Shop = new(
        "shop", London,
        [.. Enumerable.Range(0, 7).Select(day => new DayHours(
            day == (int)DayOfWeek.Friday ? [(60, 150), (540, 1020), (1320, 1620)] : [(60, 150), (540, 1020)]))],
        new Dictionary<DateOnly, DayHours>
        {
            [new DateOnly(2026, 12, 25)] = DayHours.Closed,
            [new DateOnly(2026, 12, 24)] = new([(540, 720)]),
        },
        new Dictionary<string, DayHours> { ["peak"] = new([(600, 720)]), ["night"] = new([(1380, 1560)]) });

    [Theory]
    [InlineData("2026-06-15T20:00Z", "", "00:00-01:30 08:00-16:00")] // Summer: an hour before UTC.
    [InlineData("2026-06-15T20:00Z", "peak", "09:00-11:00")]
    [InlineData("2026-06-15T09:30Z", "", "00:00-01:30 08:00-09:30")] // Not over yet.
    [InlineData("2026-06-15T07:59Z", "", "00:00-01:30")]
    [InlineData("2026-06-20T20:00Z", "", "23:00-02:00 08:00-16:00")] // The night's hours go over into the day's.
    [InlineData("2026-06-20T20:00Z", "night", "23:00-01:00")]
    [InlineData("2026-12-25T20:00Z", "", "")]
    [InlineData("2026-12-24T20:00Z", "", "09:00-12:00")]
    [InlineData("2026-12-24T20:00Z", "peak", "10:00-12:00")]
    [InlineData("2026-03-29T20:00Z", "", "01:00-01:30 08:00-16:00")] // The clock goes on from 01:00 to 02:00.
    [InlineData("2026-10-25T20:00Z", "", "00:00-02:30 09:00-17:00")] // And back from 02:00 to 01:00: 01:00 is the first.
    public void Spans_are_the_open_hours_of_the_day(string now, string band, string spans)
        => Assert.Equal(spans, Text(Today(band).SpansAt(At(now), Instant.MinValue, []).Spans));

    [Theory]
    [InlineData("2026-06-15T07:59:59.999Z", 0)]
    [InlineData("2026-06-15T08:00:00Z", 1)] // Open as soon as the clock says so.
    public void Span_begins_when_its_time_has_come(string now, int count)
        => Assert.Equal(count, Today("").SpansAt(At(now), Instant.MinValue, []).Spans.Count(s => s.Start == At("2026-06-15T08:00Z")));

    [Fact]
    public void Events_between_spans_are_not_counted_and_time_goes_on_in_each()
    {
        // Of the hour from 09:00, quarters 2 and 4 are open.
        var halves = new HoursWindow(Centre.Hour, QueueCalendars.All(Utc("halves", (555, 570), (585, 600))), "");
        var centre = new Centre().Set("ann", Presence.Available).Join("ann", "sales").At(60).Queue("in no span");
        centre.At(15 * 60).Queue("on the edge").At(29 * 60).Queue("in the first").At(30 * 60).Queue("after it");
        centre.At(46 * 60).Queue("in the second").At(47 * 60);

        Assert.Equal(3, centre.Count("contacts_offered", window: halves));
        Assert.Equal((15 + 2) * 60, centre.Seconds("idle_time", halves));
        Assert.Equal(5, centre.Count("contacts_waiting", window: halves));
        Assert.Equal(0, centre.Count("reconciliation_residual", window: halves));
        Assert.Equal(Kpis(0, 3), centre.Value("service_level", window: halves));
        Assert.Equal(3, centre.FoldAndRestart().Count("contacts_offered", window: halves));
    }

    [Fact]
    public void Balance_holds_over_spans_between_which_visits_come_and_go()
    {
        var halves = new HoursWindow(Centre.Hour, QueueCalendars.All(Utc("halves", (555, 570), (585, 600))), "");
        var centre = new Centre().At(16 * 60).Queue("a").Queue("b").At(35 * 60).Queue("c").End("a", VisitOutcome.Abandoned);
        centre.At(50 * 60).End("b", VisitOutcome.Abandoned).End("c", VisitOutcome.Abandoned).At(51 * 60);

        Assert.Equal(2, centre.Count("contacts_offered", window: halves));
        Assert.Equal(2, centre.Count("contacts_abandoned", window: halves));
        Assert.Equal(0, centre.Count("reconciliation_residual", window: halves));
    }

    [Fact]
    public void Each_queue_counts_in_its_own_hours_and_what_is_of_no_queue_in_those_of_others()
    {
        var calendars = new QueueCalendars(
            Utc("morning", (540, 555)), new Dictionary<string, BusinessCalendar> { ["late"] = Utc("late", (555, 570)) });
        var own = new HoursWindow(Centre.Hour, calendars, "");
        var centre = new Centre().Set("ann", Presence.Available).Join("ann", "late").Join("ann", "sales");
        centre.At(60).Queue("a", "late").Queue("b", "sales").At(16 * 60).Queue("c", "late").Queue("d", "sales").Queue("e", "late");
        centre.At(20 * 60);

        Assert.Equal(3, centre.Count("contacts_offered", window: own));
        Assert.Equal(2, centre.Count("contacts_offered", window: own, queues: "late"));
        Assert.Equal(1, centre.Count("contacts_offered", window: own, queues: "sales"));
        Assert.Equal(5 * 60, centre.Seconds("login_time", own, "late"));
        Assert.Equal(15 * 60, centre.Seconds("login_time", own));
    }

    private static HoursWindow Today(string band) => new(PeriodWindow.Today(London), QueueCalendars.All(Shop), band);

    private static Core.Kpis.KpiValue Kpis(long numerator, long denominator) => Core.Kpis.KpiValue.Ratio(numerator, denominator);

    private static BusinessCalendar Utc(string name, params (int From, int To)[] spans) => new(
        name, TimeZoneInfo.Utc, [.. Enumerable.Repeat(new DayHours(spans), 7)], new Dictionary<DateOnly, DayHours>(),
        new Dictionary<string, DayHours>());

    private static string Text(WindowEdges[] spans)
        => string.Join(' ', spans.Select(s => $"{s.Start.ToDateTimeOffset():HH:mm}-{s.End.ToDateTimeOffset():HH:mm}"));

    private static Instant At(string utc) => Instant.FromDateTimeOffset(DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture));
}
