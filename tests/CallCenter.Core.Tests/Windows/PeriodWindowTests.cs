using System.Globalization;
using CallCenter.Core.Identity;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Windows;

public sealed class PeriodWindowTests
{
    // Thursday 18 June 2026, 09:10 in UTC.
    [Theory]
    [InlineData(PeriodUnit.Day, false, "2026-06-18T00:00Z", "2026-06-18T09:10Z")]
    [InlineData(PeriodUnit.Day, true, "2026-06-17T00:00Z", "2026-06-18T00:00Z")]
    [InlineData(PeriodUnit.Week, false, "2026-06-15T00:00Z", "2026-06-18T09:10Z")]
    [InlineData(PeriodUnit.Week, true, "2026-06-08T00:00Z", "2026-06-15T00:00Z")]
    [InlineData(PeriodUnit.Month, false, "2026-06-01T00:00Z", "2026-06-18T09:10Z")]
    [InlineData(PeriodUnit.Month, true, "2026-05-01T00:00Z", "2026-06-01T00:00Z")]
    [InlineData(PeriodUnit.Quarter, false, "2026-04-01T00:00Z", "2026-06-18T09:10Z")]
    [InlineData(PeriodUnit.Quarter, true, "2026-01-01T00:00Z", "2026-04-01T00:00Z")]
    public void Period_is_one_of_the_calendar(PeriodUnit unit, bool previous, string start, string end)
        => AssertEdges(new PeriodWindow(unit, previous, TimeZoneInfo.Utc), "2026-06-18T09:10Z", start, end);

    [Theory]
    [InlineData("Europe/London", "2026-03-30T10:00Z", "2026-03-29T00:00Z", "2026-03-29T23:00Z")] // 23 h.
    [InlineData("Europe/London", "2026-10-26T10:00Z", "2026-10-24T23:00Z", "2026-10-26T00:00Z")] // 25 h.
    [InlineData("America/New_York", "2026-11-02T12:00Z", "2026-11-01T04:00Z", "2026-11-02T05:00Z")] // 25 h.
    [InlineData("Australia/Lord_Howe", "2026-10-04T20:00Z", "2026-10-03T13:30Z", "2026-10-04T13:00Z")] // 23 h 30 min.
    [InlineData("America/Havana", "2026-03-09T12:00Z", "2026-03-08T05:00Z", "2026-03-09T04:00Z")] // Midnight is skipped.
    [InlineData("Asia/Beirut", "2026-10-25T12:00Z", "2026-10-23T21:00Z", "2026-10-24T22:00Z")] // 25 h: midnight becomes 23:00.
    [InlineData("Asia/Kathmandu", "2026-06-15T20:00Z", "2026-06-14T18:15Z", "2026-06-15T18:15Z")]
    [InlineData("Pacific/Apia", "2011-12-30T12:00Z", "2011-12-29T10:00Z", "2011-12-30T10:00Z")] // 30 December was left out.
    public void Yesterday_is_as_long_as_it_was(string zone, string now, string start, string end)
        => AssertEdges(new PeriodWindow(PeriodUnit.Day, true, TimeZoneInfo.FindSystemTimeZoneById(zone)), now, start, end);

    [Theory]
    [InlineData(DayOfWeek.Monday, "2026-06-21T23:59Z", "2026-06-15T00:00Z")]
    [InlineData(DayOfWeek.Sunday, "2026-06-21T23:59Z", "2026-06-21T00:00Z")]
    [InlineData(DayOfWeek.Sunday, "2026-06-20T23:59Z", "2026-06-14T00:00Z")]
    [InlineData(DayOfWeek.Saturday, "2026-06-20T00:00Z", "2026-06-20T00:00Z")]
    public void Week_begins_on_its_day(DayOfWeek weekStart, string now, string start)
        => AssertEdges(new PeriodWindow(PeriodUnit.Week, false, TimeZoneInfo.Utc, weekStart), now, start, now);

    [Fact]
    public void Quarter_in_which_the_clocks_change_begins_and_ends_at_local_midnights()
        => AssertEdges(
            new PeriodWindow(PeriodUnit.Quarter, true, TimeZoneInfo.FindSystemTimeZoneById("Europe/London")), "2026-05-01T00:00Z",
            "2026-01-01T00:00Z", "2026-03-31T23:00Z");

    [Theory]
    [InlineData("2026-06-18T09:05:00.400Z", "2026-06-18T09:06:00.600Z", "2026-06-18T09:05:00Z", "2026-06-18T09:06:01Z")] // Slots of 1 s.
    [InlineData("2026-06-18T08:00:07Z", "2026-06-18T08:30:01Z", "2026-06-18T08:00:00Z", "2026-06-18T08:30:10Z")] // 10 s.
    [InlineData("2026-06-17T08:00:07Z", "2026-06-18T08:30:01Z", "2026-06-17T08:00:00Z", "2026-06-18T08:30:10Z")] // 1 min and 10 s.
    [InlineData("2026-06-10T08:14:59Z", "2026-06-10T08:15:01Z", "2026-06-10T08:00:00Z", "2026-06-10T08:30:00Z")] // 15 min.
    [InlineData("2026-06-10T08:00:00Z", "2026-06-10T08:15:00Z", "2026-06-10T08:00:00Z", "2026-06-10T08:15:00Z")]
    [InlineData("2026-06-18T08:00:00Z", "2026-06-18T17:00:00Z", "2026-06-18T08:00:00Z", "2026-06-18T09:10:00Z")] // Its end is to come.
    public void Range_is_widened_to_whole_slots(string from, string to, string start, string end)
        => AssertEdges(new RangeWindow(At(from), At(to)), "2026-06-18T09:10Z", start, end);

    [Fact]
    public void Event_a_little_ahead_is_in_a_range_whose_end_is_to_come_and_not_in_one_that_is_over()
    {
        var centre = new Centre();
        centre.Send(new Core.Events.VisitQueued("v", "v", Centre.TraitsOf("sales")) { OccurredAt = Centre.Moment(5) });
        Assert.Equal(1, centre.Count("contacts_offered", window: new RangeWindow(Centre.Moment(-60), Centre.Moment(60))));
        Assert.Equal(1, centre.Count("contacts_offered", window: new RangeWindow(Centre.Moment(-60), null)));
        Assert.Equal(0, centre.Count("contacts_offered", window: new RangeWindow(Centre.Moment(-60), Centre.Moment(5))));
    }

    [Theory]
    [InlineData("2026-06-28T09:10:00Z", 10, "2026-06-18T09:15:00Z")]
    [InlineData("2026-06-28T09:14:51Z", 10, "2026-06-18T09:30:00Z")] // The newest event may be seconds ahead of the clock.
    [InlineData("2026-06-28T09:14:50Z", 10, "2026-06-18T09:15:00Z")]
    public void Oldest_kept_moment_is_a_whole_slot_after_what_may_be_forgotten(string now, int days, string oldest)
        => Assert.Equal(At(oldest), WindowSpans.OldestKept(At(now), TimeSpan.FromDays(days)));

    private static void AssertEdges(Window window, string now, string start, string end)
    {
        var edges = window.EdgesAt(At(now));
        Assert.Equal((At(start), At(end)), (edges.Start, edges.End));
    }

    private static Instant At(string utc) => Instant.FromDateTimeOffset(DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture));
}
