using System.Globalization;
using CallCenter.Client;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Cli;

/// <summary>What a report is over: a shift, day, week, month or quarter of the server's zone, named by one of its days.</summary>
/// <param name="Shift">From when to when of the day; one that ends at or before its start ends on the next day. Null: the unit.</param>
internal sealed record ReportPeriod(PeriodUnit Unit, DateOnly Day, TimeZoneInfo Zone, (TimeOnly From, TimeOnly To)? Shift = null)
{
    public const string Forms = "day, week, month, quarter, or a shift such as 08:00-16:00";

    private static readonly Dictionary<string, PeriodUnit> Units = new()
    {
        ["day"] = PeriodUnit.Day,
        ["week"] = PeriodUnit.Week,
        ["month"] = PeriodUnit.Month,
        ["quarter"] = PeriodUnit.Quarter,
    };

    /// <summary>The same period before this one: of a shift that of the day before.</summary>
    public ReportPeriod Previous => this with
    {
        Day = Unit switch
        {
            PeriodUnit.Week => Day.AddDays(-7),
            PeriodUnit.Month => new DateOnly(Day.Year, Day.Month, 1).AddDays(-1),
            PeriodUnit.Quarter => new DateOnly(Day.Year, (Day.Month - 1) / 3 * 3 + 1, 1).AddDays(-1),
            _ => Day.AddDays(-1),
        },
    };

    /// <summary>Reads a period, of a day that stands for today.</summary>
    /// <exception cref="FormatException">The text is none; the message says what to write.</exception>
    public static ReportPeriod Parse(string text, DateOnly today, TimeZoneInfo zone)
    {
        if (Units.TryGetValue(text, out PeriodUnit unit))
            return new ReportPeriod(unit, today, zone);
        if (text.Split('-') is [var from, var to] && Clock(from) is { } start && Clock(to) is { } end)
            return new ReportPeriod(PeriodUnit.Day, today, zone, (start, end));
        throw new FormatException($"period '{text}' cannot be read: write {Forms}");
    }

    /// <summary>A day written as 2026-11-29; null: another text, or none.</summary>
    public static DateOnly? TryParseDate(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date) ? date : null;

    /// <summary>The period before the one that runs now: of shifts the last that is over.</summary>
    public ReportPeriod LastOver(DateTimeOffset now) => Shift is not null && ShiftEnd <= now ? this : Previous;

    public async Task<PeriodValues> ReadAsync(KpiWatcher watcher, Selector selector, CancellationToken token)
    {
        if (Shift is null)
        {
            TimeRange touched = Range(Moment(Day), Moment(Day).AddSeconds(1));
            var request = new QuerySeriesRequest { Selector = selector, Period = Unit, Range = touched };
            return PeriodValues.Of(await watcher.QuerySeriesAsync(request, token));
        }
        Selector ofShift = selector.Clone();
        ofShift.Window = new Window { Range = Range(ShiftStart, ShiftEnd) };
        return PeriodValues.Of(await watcher.GetSnapshotAsync(ofShift, token), ShiftEnd);
    }

    private DateTimeOffset ShiftStart => Moment(Day, Shift!.Value.From);

    private DateTimeOffset ShiftEnd => Moment(Shift!.Value.To > Shift.Value.From ? Day : Day.AddDays(1), Shift.Value.To);

    private static TimeOnly? Clock(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time) ? time : null;

    private static TimeRange Range(DateTimeOffset start, DateTimeOffset end) =>
        new() { StartTime = Timestamp.FromDateTimeOffset(start), EndTime = Timestamp.FromDateTimeOffset(end) };

    // A time that the clock skips is the next that it shows.
    private DateTimeOffset Moment(DateOnly day, TimeOnly time = default)
    {
        DateTime local = day.ToDateTime(time);
        while (Zone.IsInvalidTime(local))
            local = local.AddMinutes(15);
        return new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
