using CallCenter.Core.Identity;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Model;

/// <summary>Open hours, looked at quarter by quarter: what the clock shows, and whether it has shown more before.</summary>
internal static class ModelHours
{
    private const long Minute = 60_000, Quarter = 15 * Minute;
    private const int Day = 1440;

    public static Func<long, bool> Of(HoursWindow window)
    {
        var calendar = window.Calendars.OfOthers!;
        var known = new Dictionary<long, bool>();
        return quarterMs =>
        {
            if (!known.TryGetValue(quarterMs, out var isOpen)) known[quarterMs] = isOpen = IsOpen(calendar, window.Band, quarterMs);
            return isOpen;
        };
    }

    private static bool IsOpen(BusinessCalendar calendar, string band, long quarterMs)
    {
        // Where the clock goes back, times that it shows again are over.
        var local = Enumerable.Range(0, 9).Max(i => LocalOf(calendar.Zone, quarterMs - i * Quarter));
        var (today, minute) = (DateOnly.FromDateTime(local), local.Hour * 60 + local.Minute);
        return Has(HoursOn) && (band.Length == 0 || Has(_ => calendar.Bands[band]));

        DayHours HoursOn(DateOnly day) => calendar.Holidays.GetValueOrDefault(day) ?? calendar.Week[(int)day.DayOfWeek];

        bool Has(Func<DateOnly, DayHours> hoursOn)
            => hoursOn(today).Spans.Any(s => s.From <= minute && minute < s.To)
                || hoursOn(today.AddDays(-1)).Spans.Any(s => s.From <= minute + Day && minute + Day < s.To);
    }

    private static DateTime LocalOf(TimeZoneInfo zone, long ms)
        => TimeZoneInfo.ConvertTime(new Instant(ms).ToDateTimeOffset(), zone).DateTime;
}
