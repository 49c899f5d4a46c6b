using CallCenter.Core.Identity;

namespace CallCenter.Core.Windows;

/// <summary>A unit of the calendar.</summary>
public enum PeriodUnit { Day = 1, Week, Month, Quarter }

/// <summary>A day, week, month or quarter of a zone's calendar: the current one so far, or the one before, which is over. Days are 23, 24
/// or 25 hours by the zone's own rules.</summary>
/// <param name="WeekStart">First day of a week; of no account for other units.</param>
public sealed record PeriodWindow(PeriodUnit Unit, bool IsPrevious, TimeZoneInfo Zone, DayOfWeek WeekStart = DayOfWeek.Monday) : Window
{
    public static PeriodWindow Today(TimeZoneInfo zone) => new(PeriodUnit.Day, false, zone);

    public override WindowEdges EdgesAt(Instant now)
    {
        var start = StartOf(now);
        // By the moment before, not by the date before: a zone that crosses the date line skips one.
        return IsPrevious
            ? WindowEdges.Between(StartOf(start - TimeSpan.FromMilliseconds(1)), start, now)
            : WindowEdges.UntilNow(start.UnixSeconds, now);
    }

    public bool Equals(PeriodWindow? other)
        => other is not null && (other.Unit, other.IsPrevious, other.Zone.Id, other.WeekStart) == (Unit, IsPrevious, Zone.Id, WeekStart);

    public override int GetHashCode() => HashCode.Combine(Unit, IsPrevious, Zone.Id, WeekStart);

    private Instant StartOf(Instant at) => StartOf(Unit, Zone, WeekStart, at);

    internal static Instant StartOf(PeriodUnit unit, TimeZoneInfo zone, DayOfWeek weekStart, Instant at)
    {
        var day = LocalTime.DateAt(zone, at);
        return LocalTime.StartOf(zone, unit switch
        {
            PeriodUnit.Day => day,
            PeriodUnit.Week => day.AddDays(-((day.DayOfWeek - weekStart + 7) % 7)),
            PeriodUnit.Month => new DateOnly(day.Year, day.Month, 1),
            PeriodUnit.Quarter => new DateOnly(day.Year, (day.Month - 1) / 3 * 3 + 1, 1),
            _ => throw new System.Diagnostics.UnreachableException(),
        });
    }

    /// <summary>Where the next period begins: by the ends of days, since a zone that crosses the date line skips one.</summary>
    internal static Instant EndOf(PeriodUnit unit, TimeZoneInfo zone, DayOfWeek weekStart, Instant start)
    {
        for (var day = LocalTime.EndOfDay(zone, start); ; day = LocalTime.EndOfDay(zone, day))
        {
            if (StartOf(unit, zone, weekStart, day) is var next && next > start) return next;
        }
    }
}
