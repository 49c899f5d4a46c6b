using System.Globalization;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Notation;

/// <summary>A window as one word: 30m, today, yesterday@Europe/London, previous-week, interval:30m:previous,
/// 2026-11-29T08:00Z..2026-11-29T12:00Z.</summary>
public static class WindowText
{
    /// <summary>The forms, for help and errors.</summary>
    public const string Forms =
        "a time such as 30m or 24h; today, yesterday, week, previous-week, month, previous-month, quarter, previous-quarter, "
        + "or one of them with @ZONE such as yesterday@Europe/London; interval:30m, interval:30m:previous, or one of them with @ZONE; "
        + "FROM..TO or FROM.. such as 2026-11-29T08:00Z..2026-11-29T12:00+01:00; "
        + "last:100 for the last 100 contacts of each group; since-login, by agent; "
        + "any but the last two with ,hours=CALENDAR or ,hours=CALENDAR/BAND such as today,hours=support/peak";

    private const string Hours = ",hours=";
    private const string SinceLogin = "since-login";
    private const string Last = "last:";

    private static readonly Dictionary<string, (PeriodUnit Unit, IntervalPosition Position)> Periods = new()
    {
        ["today"] = (PeriodUnit.Day, IntervalPosition.Current),
        ["yesterday"] = (PeriodUnit.Day, IntervalPosition.Previous),
        ["week"] = (PeriodUnit.Week, IntervalPosition.Current),
        ["previous-week"] = (PeriodUnit.Week, IntervalPosition.Previous),
        ["month"] = (PeriodUnit.Month, IntervalPosition.Current),
        ["previous-month"] = (PeriodUnit.Month, IntervalPosition.Previous),
        ["quarter"] = (PeriodUnit.Quarter, IntervalPosition.Current),
        ["previous-quarter"] = (PeriodUnit.Quarter, IntervalPosition.Previous),
    };

    public static Window Parse(string text)
    {
        if (text.IndexOf(Hours, StringComparison.Ordinal) is not (>= 0 and var at))
            return Span(text, text);
        Window window = Span(text, text[..at]);
        string[] names = text[(at + Hours.Length)..].Split('/');
        if (names.Length > 2 || names.Contains(""))
            throw Wrong(text);
        window.Hours = new OpenHours { Calendar = names[0], Band = names.ElementAtOrDefault(1) ?? "" };
        return window;
    }

    private static Window Span(string text, string part)
    {
        if (part == SinceLogin)
            return new Window { SinceLogin = new SinceLogin() };
        if (part.StartsWith(Last, StringComparison.Ordinal))
            return int.TryParse(part.AsSpan(Last.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? new Window { LastContacts = count }
                : throw Wrong(text);
        if (part.Split("..") is [var from, var to])
            return new Window { Range = Range(text, from, to) };
        var (span, zone) = part.IndexOf('@', StringComparison.Ordinal) is >= 0 and var at ? (part[..at], part[(at + 1)..]) : (part, null);
        if (zone is { Length: 0 })
            throw Wrong(text);
        if (Periods.TryGetValue(span, out var period))
            return new Window { Period = new CalendarPeriod { Unit = period.Unit, Position = period.Position, TimeZone = zone ?? "" } };
        if (span.StartsWith("interval:", StringComparison.Ordinal))
            return new Window { Interval = Interval(text, span, zone ?? "") };
        return zone is null ? new Window { Sliding = Time(text, part) } : throw Wrong(text);
    }

    private static ClockInterval Interval(string text, string span, string zone) => span.Split(':') switch
    {
        [_, var length] => new ClockInterval { Length = Time(text, length), TimeZone = zone },
        [_, var length, "current"] =>
            new ClockInterval { Length = Time(text, length), Position = IntervalPosition.Current, TimeZone = zone },
        [_, var length, "previous"] =>
            new ClockInterval { Length = Time(text, length), Position = IntervalPosition.Previous, TimeZone = zone },
        _ => throw Wrong(text),
    };

    private static TimeRange Range(string text, string from, string to) =>
        new() { StartTime = Moment(text, from), EndTime = to.Length > 0 ? Moment(text, to) : null };

    private static Timestamp Moment(string text, string part) =>
        MomentText.TryParse(part) is { } moment ? Timestamp.FromDateTimeOffset(moment) : throw Wrong(text);

    private static Duration Time(string text, string part) =>
        DurationText.TryParse(part) is { } time && time > TimeSpan.Zero ? Duration.FromTimeSpan(time) : throw Wrong(text);

    private static FormatException Wrong(string text) => new($"window '{text}' cannot be read: write {Forms}");
}
