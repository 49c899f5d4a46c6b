using CallCenter.V1;
using Google.Protobuf.WellKnownTypes;

namespace CallCenter.Notation;

/// <summary>A window as one word: 30m, today, today@Europe/London, interval:30m or interval:30m:previous.</summary>
public static class WindowText
{
    private const string Forms = "write a time such as 30m or 24h, today, today@ZONE, interval:30m or interval:30m:previous";

    public static Window Parse(string text)
    {
        if (text == "today")
            return new Window { SinceMidnight = "UTC" };
        if (text.StartsWith("today@", StringComparison.Ordinal))
            return new Window { SinceMidnight = text["today@".Length..] is { Length: > 0 } zone ? zone : throw Wrong(text) };
        if (text.StartsWith("interval:", StringComparison.Ordinal))
            return new Window { Interval = Interval(text) };
        return new Window { Sliding = Time(text, text) };
    }

    private static ClockInterval Interval(string text)
    {
        string[] parts = text.Split(':');
        return parts switch
        {
            [_, var length] => new ClockInterval { Length = Time(text, length) },
            [_, var length, "current"] => new ClockInterval { Length = Time(text, length), Position = IntervalPosition.Current },
            [_, var length, "previous"] => new ClockInterval { Length = Time(text, length), Position = IntervalPosition.Previous },
            _ => throw Wrong(text),
        };
    }

    private static Duration Time(string text, string part) =>
        DurationText.TryParse(part) is { } time && time > TimeSpan.Zero ? Duration.FromTimeSpan(time) : throw Wrong(text);

    private static FormatException Wrong(string text) => new($"window '{text}' cannot be read: {Forms}");
}
