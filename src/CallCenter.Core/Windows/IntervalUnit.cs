using CallCenter.Core.Identity;

namespace CallCenter.Core.Windows;

/// <summary>Cuts time into intervals of the calendar, or of the clock's hour, of a zone.</summary>
/// <param name="Length">Of an interval of the clock: a part of an hour, or an hour; null: of the calendar.</param>
/// <param name="Unit">Of an interval of the calendar; of no account for others.</param>
/// <param name="WeekStart">First day of a week.</param>
public sealed record IntervalUnit(TimeSpan? Length, PeriodUnit Unit, TimeZoneInfo Zone, DayOfWeek WeekStart)
{
    /// <summary>Whether each interval is made of whole days.</summary>
    public bool IsOfDays => Length is null;

    /// <summary>Start of the interval that a moment is in.</summary>
    public Instant StartAt(Instant at) => Length is { } length
        ? LocalTime.StartOfInterval(Zone, length, at)
        : PeriodWindow.StartOf(Unit, Zone, WeekStart, at);

    /// <summary>End of the interval that begins at a moment.</summary>
    public Instant EndOf(Instant start) => Length is { } length
        ? LocalTime.EndOfInterval(Zone, length, start)
        : PeriodWindow.EndOf(Unit, Zone, WeekStart, start);
}
