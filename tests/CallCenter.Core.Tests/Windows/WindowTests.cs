using System.Globalization;
using CallCenter.Core.Identity;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Windows;

public sealed class WindowTests
{
    [Theory]
    [InlineData("00:05:00", "2026-06-15T09:10:00.999Z", "2026-06-15T09:05:00Z")]
    [InlineData("00:10:00", "2026-06-15T09:10:07.000Z", "2026-06-15T09:00:07Z")]
    [InlineData("00:10:01", "2026-06-15T09:10:07.000Z", "2026-06-15T09:00:00Z")]
    [InlineData("02:00:00", "2026-06-15T09:10:09.999Z", "2026-06-15T07:10:00Z")]
    [InlineData("02:00:01", "2026-06-15T09:10:10.000Z", "2026-06-15T07:10:00Z")]
    [InlineData("1.00:00:00", "2026-06-15T09:10:59.999Z", "2026-06-14T09:10:00Z")]
    [InlineData("8.00:00:00", "2026-06-15T09:14:59.999Z", "2026-06-07T09:00:00Z")]
    public void Sliding_window_starts_on_the_whole_slot_at_or_before(string length, string now, string start)
        => Assert.Equal(At(start), new SlidingWindow(TimeSpan.Parse(length, CultureInfo.InvariantCulture)).EdgesAt(At(now)).Start);

    [Theory]
    [InlineData("UTC", "2026-06-15T09:00:00Z", "2026-06-15T00:00:00Z")]
    [InlineData("Asia/Shanghai", "2026-06-15T15:59:59.999Z", "2026-06-14T16:00:00Z")]
    [InlineData("Asia/Shanghai", "2026-06-15T16:00:00Z", "2026-06-15T16:00:00Z")]
    [InlineData("Europe/London", "2026-03-29T22:59:59Z", "2026-03-29T00:00:00Z")] // 23 h: clocks went forward at 01:00.
    [InlineData("Europe/London", "2026-03-29T23:00:00Z", "2026-03-29T23:00:00Z")]
    [InlineData("Europe/London", "2026-10-25T23:59:59Z", "2026-10-24T23:00:00Z")] // 25 h: back at 02:00.
    [InlineData("America/New_York", "2026-11-02T04:59:59Z", "2026-11-01T04:00:00Z")] // 25 h.
    [InlineData("America/New_York", "2026-03-09T03:59:59Z", "2026-03-08T05:00:00Z")] // 23 h.
    [InlineData("Australia/Lord_Howe", "2026-04-05T13:29:59Z", "2026-04-04T13:00:00Z")] // 24 h 30 min.
    [InlineData("Australia/Lord_Howe", "2026-10-04T12:59:59Z", "2026-10-03T13:30:00Z")] // 23 h 30 min.
    [InlineData("America/Havana", "2026-03-08T12:00:00Z", "2026-03-08T05:00:00Z")] // Midnight is skipped: the day starts at 01:00.
    [InlineData("America/Havana", "2026-11-01T12:00:00Z", "2026-11-01T04:00:00Z")] // Midnight comes twice: the first.
    [InlineData("Asia/Kathmandu", "2026-06-15T18:14:59Z", "2026-06-14T18:15:00Z")]
    public void Day_starts_at_local_midnight(string zone, string now, string start)
        => Assert.Equal(At(start), PeriodWindow.Today(TimeZoneInfo.FindSystemTimeZoneById(zone)).EdgesAt(At(now)).Start);

    [Theory]
    [InlineData(15, false, "2026-06-15T09:14:59.999Z", "2026-06-15T09:00:00Z", "2026-06-15T09:14:59.999Z")]
    [InlineData(15, false, "2026-06-15T09:15:00Z", "2026-06-15T09:15:00Z", "2026-06-15T09:15:00Z")]
    [InlineData(30, true, "2026-06-15T09:15:00Z", "2026-06-15T08:30:00Z", "2026-06-15T09:00:00Z")]
    [InlineData(60, true, "2026-06-15T00:00:00Z", "2026-06-14T23:00:00Z", "2026-06-15T00:00:00Z")]
    public void Interval_lies_on_the_clock(int minutes, bool previous, string now, string start, string end)
    {
        var edges = new IntervalWindow(TimeSpan.FromMinutes(minutes), previous).EdgesAt(At(now));
        Assert.Equal((At(start), At(end)), (edges.Start, edges.End));
    }

    [Fact]
    public void Event_exactly_on_the_left_edge_is_in_and_one_a_millisecond_before_is_not()
    {
        var centre = new Centre().At(-0.001).Queue("before").At(0).Queue("on").At(300);
        Assert.Equal(1, centre.Count("contacts_offered", window: new SlidingWindow(TimeSpan.FromMinutes(5))));
    }

    [Fact]
    public void Event_exactly_on_the_border_of_two_intervals_is_in_the_later()
    {
        var centre = new Centre().At(899.999).Queue("before").At(900).Queue("on").At(901);
        Assert.Equal(1, centre.Count("contacts_offered", window: new IntervalWindow(TimeSpan.FromMinutes(15), false)));
        Assert.Equal(1, centre.Count("contacts_offered", window: new IntervalWindow(TimeSpan.FromMinutes(15), true)));
    }

    [Fact]
    public void Event_a_few_seconds_ahead_of_the_server_is_in_a_window_that_ends_now()
    {
        var centre = new Centre();
        centre.Send(new Core.Events.VisitQueued("v", "v", Centre.TraitsOf("sales")) { OccurredAt = Centre.Moment(5) });
        Assert.Equal(1, centre.Count("contacts_offered"));
    }

    private static Instant At(string utc) => Instant.FromDateTimeOffset(DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture));
}
