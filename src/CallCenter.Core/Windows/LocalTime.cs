using CallCenter.Core.Identity;

namespace CallCenter.Core.Windows;

/// <summary>Moments of a zone's clock. Zones shift by whole quarters of an hour.</summary>
internal static class LocalTime
{
    private static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    public static DateOnly DateAt(TimeZoneInfo zone, Instant at)
        => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at.ToDateTimeOffset(), zone).DateTime);

    /// <summary>When a day begins: at its midnight; where that is skipped, when the clock goes on.</summary>
    public static Instant StartOf(TimeZoneInfo zone, DateOnly day) => At(zone, day.ToDateTime(TimeOnly.MinValue));

    /// <summary>When the clock shows a time: the first time if twice; if never, when it goes on.</summary>
    public static Instant At(TimeZoneInfo zone, DateTime local)
    {
        while (zone.IsInvalidTime(local)) local += Quarter;
        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return Instant.FromDateTimeOffset(new DateTimeOffset(local, offset));
    }

    /// <summary>Start of the part of the clock's hour, of this length, that a moment is in. Where the clock is set by less than the length,
    /// as by half an hour at Lord Howe, the part begins there: no two parts have a moment in common.</summary>
    public static Instant StartOfInterval(TimeZoneInfo zone, TimeSpan length, Instant at)
    {
        var offset = OffsetAt(zone, at);
        var start = at.UnixSeconds - (at.UnixSeconds + (long)offset.TotalSeconds) % (long)length.TotalSeconds;
        var instant = new Instant(start * 1000);
        while (OffsetAt(zone, instant) != offset) instant += Quarter;
        return instant;
    }

    /// <summary>End of that part, where the next one begins; for any moment, one of which no part begins there too.</summary>
    public static Instant EndOfInterval(TimeZoneInfo zone, TimeSpan length, Instant at) => StartOfInterval(zone, length, at + length);

    /// <summary>End of the day that a moment is in: where the next one begins.</summary>
    // By the moments of the next dates: a zone that crosses the date line skips one.
    public static Instant EndOfDay(TimeZoneInfo zone, Instant at)
    {
        for (var day = DateAt(zone, at).AddDays(1); ; day = day.AddDays(1))
        {
            if (StartOf(zone, day) is var end && end > at) return end;
        }
    }

    private static TimeSpan OffsetAt(TimeZoneInfo zone, Instant at) => zone.GetUtcOffset(at.ToDateTimeOffset());
}
