using CallCenter.Core.Identity;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Windows;

public sealed class ZonedIntervalTests
{
    [Theory]
    [InlineData("Asia/Kolkata", 60, false, "09:30", "10:10")] // Hours begin at half past UTC's.
    [InlineData("Asia/Kolkata", 60, true, "08:30", "09:30")]
    [InlineData("Asia/Kathmandu", 30, false, "09:45", "10:10")]
    [InlineData("Europe/London", 60, false, "10:00", "10:10")]
    public void Clock_interval_is_one_of_the_zone_s_clock(string zone, int minutes, bool previous, string start, string end)
    {
        var window = new IntervalWindow(TimeSpan.FromMinutes(minutes), previous, TimeZoneInfo.FindSystemTimeZoneById(zone));

        var edges = window.EdgesAt(At("10:10"));

        Assert.Equal((At(start), At(end)), (edges.Start, edges.End));
    }

    // Clocks go back from 02:00 to 01:30 at 15:00 UTC on 4 April, and on from 02:00 to 02:30 at 15:30 UTC on 3 October.
    [Theory]
    [InlineData("2026-04-04T14:59Z", false, "2026-04-04T14:00Z", "2026-04-04T14:59Z")]
    [InlineData("2026-04-04T15:10Z", false, "2026-04-04T15:00Z", "2026-04-04T15:10Z")] // The clock shows 01:40 for the second time.
    [InlineData("2026-04-04T15:10Z", true, "2026-04-04T14:00Z", "2026-04-04T15:00Z")]
    [InlineData("2026-04-04T15:40Z", true, "2026-04-04T15:00Z", "2026-04-04T15:30Z")]
    [InlineData("2026-10-03T15:45Z", false, "2026-10-03T15:30Z", "2026-10-03T15:45Z")]
    [InlineData("2026-10-03T15:45Z", true, "2026-10-03T14:30Z", "2026-10-03T15:30Z")]
    [InlineData("2026-10-03T16:10Z", true, "2026-10-03T15:30Z", "2026-10-03T16:00Z")]
    public void Interval_begins_anew_where_the_clock_is_set_by_half_an_hour(string now, bool previous, string start, string end)
        => AssertInterval("Australia/Lord_Howe", 60, now, previous, start, end);

    [Theory]
    [InlineData("2026-10-25T01:10Z", false, "2026-10-25T01:00Z", "2026-10-25T01:10Z")] // One o'clock for the second time.
    [InlineData("2026-10-25T01:10Z", true, "2026-10-25T00:00Z", "2026-10-25T01:00Z")]
    public void Hour_that_the_clock_shows_twice_is_two_intervals(string now, bool previous, string start, string end)
        => AssertInterval("Europe/London", 60, now, previous, start, end);

    private static void AssertInterval(string zone, int minutes, string now, bool previous, string start, string end)
    {
        var window = new IntervalWindow(TimeSpan.FromMinutes(minutes), previous, TimeZoneInfo.FindSystemTimeZoneById(zone));
        var edges = window.EdgesAt(OfUtc(now));
        Assert.Equal((OfUtc(start), OfUtc(end)), (edges.Start, edges.End));
    }

    private static Instant OfUtc(string utc)
        => Instant.FromDateTimeOffset(DateTimeOffset.Parse(utc, System.Globalization.CultureInfo.InvariantCulture));

    private static Instant At(string time) => Instant.FromDateTimeOffset(DateTimeOffset.Parse(
        $"2026-06-15T{time}:00Z", System.Globalization.CultureInfo.InvariantCulture));
}
