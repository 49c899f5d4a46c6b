namespace CallCenter.Asterisk;

/// <summary>Days as people have them.</summary>
internal static class LocalDay
{
    /// <summary>The midnight before a time, or the first moment of a day that has no midnight.</summary>
    public static DateTimeOffset StartOf(DateTimeOffset time, TimeZoneInfo zone) =>
        StartOf(TimeZoneInfo.ConvertTime(time, zone).Date, zone);

    /// <summary>The midnight after a time, or the first moment of a day that has no midnight.</summary>
    public static DateTimeOffset EndOf(DateTimeOffset time, TimeZoneInfo zone) =>
        StartOf(TimeZoneInfo.ConvertTime(time, zone).Date.AddDays(1), zone);

    private static DateTimeOffset StartOf(DateTime midnight, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(midnight))
            midnight = midnight.AddMinutes(15);
        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset);
    }
}
