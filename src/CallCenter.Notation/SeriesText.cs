using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Notation;

/// <summary>The intervals and the range of a series as words: 15m, 30m, hour, day, week, month, quarter; 30d, FROM..TO.</summary>
public static class SeriesText
{
    public const string IntervalForms = "15m, 30m, hour, day, week, month or quarter";
    public const string RangeForms = "a time until now such as 30d, or FROM..TO or FROM.. such as 2026-11-01T00:00+01:00..";

    private static readonly Dictionary<string, PeriodUnit> Periods = new()
    {
        ["day"] = PeriodUnit.Day,
        ["week"] = PeriodUnit.Week,
        ["month"] = PeriodUnit.Month,
        ["quarter"] = PeriodUnit.Quarter,
    };

    /// <summary>Sets the intervals of a request.</summary>
    public static void SetInterval(QuerySeriesRequest request, string text)
    {
        if (Periods.TryGetValue(text, out var period))
            request.Period = period;
        else if ((text == "hour" ? TimeSpan.FromHours(1) : DurationText.TryParse(text)) is { TotalMinutes: 15 or 30 or 60 } length)
            request.Clock = Duration.FromTimeSpan(length);
        else
            throw new FormatException($"interval '{text}' cannot be read: write {IntervalForms}");
    }

    /// <param name="now">End of a time until now.</param>
    public static TimeRange ParseRange(string text, DateTimeOffset now)
    {
        if (text.Split("..") is [var from, var to] && MomentText.TryParse(from) is { } start)
        {
            if (to.Length == 0)
                return new TimeRange { StartTime = Timestamp.FromDateTimeOffset(start) };
            if (MomentText.TryParse(to) is { } end)
                return new TimeRange { StartTime = Timestamp.FromDateTimeOffset(start), EndTime = Timestamp.FromDateTimeOffset(end) };
        }
        return DurationText.TryParse(text) is { } time && time > TimeSpan.Zero
            ? new TimeRange { StartTime = Timestamp.FromDateTimeOffset(now - time) }
            : throw new FormatException($"range '{text}' cannot be read: write {RangeForms}");
    }
}
