using CallCenter.Core.Identity;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Storage;

/// <summary>The hours and days of an archive: by the clock of a zone, in seconds since 1970.</summary>
public static class ArchiveTimes
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static uint StartOfHour(TimeZoneInfo zone, uint at) => Seconds(LocalTime.StartOfInterval(zone, Hour, At(at)));

    /// <summary>End of the hour that begins at a moment; of another moment, the end of the hour that it is in.</summary>
    public static uint EndOfHour(TimeZoneInfo zone, uint at) => Seconds(LocalTime.EndOfInterval(zone, Hour, At(at)));

    /// <summary>Start of the day that a moment is in.</summary>
    public static uint StartOfDay(TimeZoneInfo zone, uint at) => Seconds(LocalTime.StartOf(zone, LocalTime.DateAt(zone, At(at))));

    public static uint EndOfDay(TimeZoneInfo zone, uint at) => Seconds(LocalTime.EndOfDay(zone, At(at)));

    /// <summary>The days that end after a moment and at or before another.</summary>
    public static IEnumerable<(uint Start, uint End)> DaysEnding(TimeZoneInfo zone, uint after, uint to)
    {
        for (var start = StartOfDay(zone, after); EndOfDay(zone, start) is var end && end <= to; start = end) yield return (start, end);
    }

    private static Instant At(uint seconds) => new(seconds * 1000L);

    private static uint Seconds(Instant at) => (uint)at.UnixSeconds;
}
