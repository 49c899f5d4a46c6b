using System.Globalization;
using CallCenter.Core.Windows;

namespace CallCenter.Notation;

/// <summary>Hours of a day as people write them: "08:00-12:00, 13:00-17:30", "22:00-06:00" over midnight, "closed".</summary>
public static class HoursText
{
    /// <summary>The form, for errors.</summary>
    public const string Form = "'closed', or hours such as '08:00-12:00, 13:00-17:30' or '22:00-06:00', on quarters of an hour, in order";

    private const string Closed = "closed";
    private const int Day = 24 * 60, Quarter = 15;

    public static DayHours? TryParse(string text)
    {
        if (text == Closed)
            return DayHours.Closed;
        var spans = new List<(int From, int To)>();
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (part.Split('-', StringSplitOptions.TrimEntries) is not [var start, var end] || Minute(start) is not { } from
                || Minute(end) is not { } to || from == Day || from == to)
                return null;
            if (to <= from)
                to += Day;
            if (spans.Count > 0 && (spans[^1].To > from || to > Day + spans[0].From))
                return null;
            spans.Add((from, to));
        }
        return new DayHours(spans);
    }

    public static string Format(DayHours hours) => hours.Spans.Count == 0
        ? Closed
        : string.Join(", ", hours.Spans.Select(span => $"{Time(span.From)}-{Time(span.To > Day ? span.To - Day : span.To)}"));

    private static int? Minute(string text) => text == "24:00"
        ? Day
        : TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out TimeOnly time)
            && time.Minute % Quarter == 0
            ? (time.Hour * 60) + time.Minute
            : null;

    private static string Time(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");
}
