using CallCenter.Core.Identity;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Model;

/// <summary>The edges of a window, found by walking the clock: [from, to), the end where durations stop.</summary>
internal readonly record struct ModelWindow(long FromMs, long ToMs, long EndMs)
{
    public long NowMs { get; init; } = EndMs;

    private const long Second = 1_000, Minute = 60 * Second, Quarter = 15 * Minute;

    public bool Holds(long atMs) => atMs >= FromMs && atMs < ToMs;

    public static ModelWindow Of(Window window, long nowMs) => window switch
    {
        SlidingWindow sliding => Open(Down(nowMs - (long)sliding.Length.TotalMilliseconds, WidthOf(sliding.Length)), nowMs),
        SinceMidnightWindow day => Open(MidnightOf(day.Zone, nowMs), nowMs),
        IntervalWindow { IsPrevious: false } interval => Open(Down(nowMs, (long)interval.Length.TotalMilliseconds), nowMs),
        IntervalWindow interval => Previous((long)interval.Length.TotalMilliseconds, nowMs),
        _ => throw new ArgumentException($"The model does not know {window.GetType().Name}."),
    };

    // What a source's clock puts ahead of the server's is in a window that ends now.
    private static ModelWindow Open(long fromMs, long nowMs) => new(fromMs, long.MaxValue, nowMs);

    private static ModelWindow Previous(long lengthMs, long nowMs)
    {
        var endMs = Down(nowMs, lengthMs);
        return new(endMs - lengthMs, endMs, endMs) { NowMs = nowMs };
    }

    private static long WidthOf(TimeSpan length)
    {
        if (length <= TimeSpan.FromMinutes(10)) return Second;
        if (length <= TimeSpan.FromHours(2)) return 10 * Second;
        return length <= TimeSpan.FromHours(50) ? Minute : Quarter;
    }

    private static long Down(long ms, long step) => ms - ms % step;

    // Zones shift by whole quarters of an hour, so the day's first moment is one.
    private static long MidnightOf(TimeZoneInfo zone, long nowMs)
    {
        var startMs = Down(nowMs, Quarter);
        while (DayOf(zone, startMs - Quarter) == DayOf(zone, nowMs)) startMs -= Quarter;
        return startMs;
    }

    private static DateOnly DayOf(TimeZoneInfo zone, long ms)
        => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(new Instant(ms).ToDateTimeOffset(), zone).DateTime);
}
