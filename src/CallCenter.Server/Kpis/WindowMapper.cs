using CallCenter.Core.Identity;
using CallCenter.Core.Windows;
using CallCenter.Server.Errors;
using CallCenter.Server.Ingest;
using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;
using Window = CallCenter.Core.Windows.Window;

namespace CallCenter.Server.Kpis;

/// <summary>Maps windows.</summary>
internal static class WindowMapper
{
    public static Window Map(V1.Window? window, string field)
    {
        switch (window?.SpanCase ?? V1.Window.SpanOneofCase.None)
        {
            case V1.Window.SpanOneofCase.None:
                return new SinceMidnightWindow(TimeZoneInfo.Utc);
            case V1.Window.SpanOneofCase.Sliding:
                var length = Fields.Span(window!.Sliding, $"{field}.sliding")!.Value;
                return length >= Window.SlidingMin && length <= Window.SlidingMax
                    ? new SlidingWindow(length)
                    : throw new FieldErrorException($"{field}.sliding", "must be 10 s to 8 days", DurationValue.Text(window.Sliding));
            case V1.Window.SpanOneofCase.SinceMidnight:
                return new SinceMidnightWindow(ZoneOf(window!.SinceMidnight, $"{field}.since_midnight"));
            default:
                return IntervalOf(window!.Interval, $"{field}.interval");
        }
    }

    /// <summary>The message that asks for a window, with everything filled in.</summary>
    public static V1.Window ToMessage(Window window) => window switch
    {
        SlidingWindow sliding => new V1.Window { Sliding = Duration.FromTimeSpan(sliding.Length) },
        SinceMidnightWindow day => new V1.Window { SinceMidnight = day.Zone.Id },
        IntervalWindow interval => new V1.Window
        {
            Interval = new ClockInterval
            {
                Length = Duration.FromTimeSpan(interval.Length),
                Position = interval.IsPrevious ? IntervalPosition.Previous : IntervalPosition.Current,
                TimeZone = (interval.Zone ?? TimeZoneInfo.Utc).Id,
            },
        },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static IntervalWindow IntervalOf(ClockInterval interval, string field)
    {
        var errors = new FieldErrors();
        errors.Try(() => Minutes(interval) is 15 or 30 or 60 ? field : throw new FieldErrorException(
            $"{field}.length", "must be 15, 30 or 60 minutes", DurationValue.Text(interval.Length)));
        errors.Try(() => System.Enum.IsDefined(interval.Position) ? field : throw new FieldErrorException(
            $"{field}.position", $"has the unknown value {(int)interval.Position}", $"{(int)interval.Position}"));
        var zone = errors.Try(() => interval.TimeZone.Length == 0 ? TimeZoneInfo.Utc : ZoneOf(interval.TimeZone, $"{field}.time_zone"));
        errors.ThrowIfAny();
        return new IntervalWindow(
            TimeSpan.FromMinutes(Minutes(interval)!.Value), interval.Position == IntervalPosition.Previous, zone);
    }

    private static double? Minutes(ClockInterval interval)
        => interval.Length is { Nanos: 0 } length ? length.Seconds / 60.0 : null;

    private static TimeZoneInfo ZoneOf(string name, string field) => ZoneNames.Find(name)
        ?? throw new FieldErrorException(
            field, $"is '{SafeText.Of(name)}', which is not an IANA time zone such as Europe/London", name);
}
