namespace CallCenter.Asterisk;

/// <summary>Days as people have them.</summary>
internal static class LocalDay
{
    /// <summary>The midnight before a time, or the first moment of a day that has no midnight.</summary>
    public static DateTimeOffset StartOf(DateTimeOffset time, TimeZoneInfo zone)
    {
        var midnight = TimeZoneInfo.ConvertTime(time, zone).Date;
        while (zone.IsInvalidTime(midnight))
            midnight = midnight.AddMinutes(15);
        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset);
    }
}
