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

    private static Instant At(string time) => Instant.FromDateTimeOffset(DateTimeOffset.Parse(
        $"2026-06-15T{time}:00Z", System.Globalization.CultureInfo.InvariantCulture));
}
