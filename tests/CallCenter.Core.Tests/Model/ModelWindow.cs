using CallCenter.Core.Identity;
using CallCenter.Core.Windows;

namespace CallCenter.Core.Tests.Model;

/// <summary>The edges of a window, found by walking the clock: [from, to), the end where durations stop.</summary>
internal readonly record struct ModelWindow(long FromMs, long ToMs, long EndMs)
{
    public long NowMs { get; init; } = EndMs;
    public bool IsKept { get; private init; } = true;

    /// <summary>Since the login of an agent who never logged in: what is of now counts, and nothing else.</summary>
    public bool IsNever { get; init; }

    /// <summary>Whether a quarter of an hour counts; null: all do.</summary>
    private Func<long, bool>? IsOpen { get; init; }

    private const long Second = 1_000, Minute = 60 * Second, Quarter = 15 * Minute;

    public bool Holds(long atMs) => atMs >= FromMs && atMs < ToMs && IsOpenAt(atMs) && (atMs <= NowMs || IsOpenAt(NowMs));

    /// <summary>Milliseconds of a span that count.</summary>
    public long Within(long fromMs, long toMs)
    {
        var (startMs, endMs, sum) = (Math.Max(fromMs, FromMs), Math.Min(toMs, EndMs), 0L);
        if (IsOpen is null) return Math.Max(0, endMs - startMs);
        for (var ms = startMs; ms < endMs; ms = Down(ms, Quarter) + Quarter)
        {
            if (IsOpenAt(ms)) sum += Math.Min(endMs, Down(ms, Quarter) + Quarter) - ms;
        }
        return sum;
    }

    /// <summary>Days of a zone's clock that a span has time of the window on.</summary>
    public IEnumerable<DateOnly> DaysOf(TimeZoneInfo zone, long fromMs, long toMs)
    {
        var (startMs, endMs) = (Math.Max(fromMs, FromMs), Math.Min(toMs, EndMs));
        for (var ms = startMs; ms < endMs; ms = Down(ms, Quarter) + Quarter)
        {
            if (IsOpenAt(ms)) yield return DayOf(zone, ms);
        }
    }

    /// <summary>Whether a moment before the end counts.</summary>
    public bool HasPassed(long atMs) => atMs >= FromMs && atMs < EndMs && IsOpenAt(atMs);

    private bool IsOpenAt(long atMs) => IsOpen is null || IsOpen(Down(atMs, Quarter));

    /// <summary>A window, without what is older than ten days.</summary>
    public static ModelWindow Of(Window window, long nowMs)
    {
        var asked = Asked(window, nowMs);
        // By the clock of the newest event, a few seconds ahead of the server's.
        var keptFromMs = Down(nowMs - 10 * 24 * 4 * Quarter + 10 * Second + Quarter - 1, Quarter);
        return asked with { FromMs = Math.Max(asked.FromMs, keptFromMs), IsKept = keptFromMs < asked.EndMs };
    }

    /// <summary>An interval that is over, however long ago.</summary>
    public static ModelWindow Past(long fromMs, long toMs, long nowMs) => new(fromMs, toMs, toMs) { NowMs = nowMs };

    /// <summary>What a window is compared with, without what is older than ten days.</summary>
    public static ModelWindow Compared(Window window, Comparison by, TimeZoneInfo zone, long nowMs)
    {
        var isOpen = window is HoursWindow hours ? ModelHours.Of(hours) : null;
        var (fromMs, toMs) = by == Comparison.Previous
            ? PreviousOf(WithoutHours(window), nowMs)
            : BeforeOf(WithoutHours(window), by == Comparison.DayBefore ? 1 : 7, zone, nowMs);
        fromMs = Down(fromMs, WidthOf(TimeSpan.FromMilliseconds(nowMs - fromMs)));
        toMs = Down(toMs, WidthOf(TimeSpan.FromMilliseconds(nowMs - toMs)));
        var keptFromMs = Down(nowMs - 10 * 24 * 4 * Quarter + 10 * Second + Quarter - 1, Quarter);
        return new(Math.Max(fromMs, keptFromMs), toMs, toMs)
        {
            NowMs = nowMs,
            IsKept = keptFromMs < toMs || fromMs >= keptFromMs,
            IsOpen = isOpen,
        };
    }

    private static Window WithoutHours(Window window) => window is HoursWindow hours ? hours.Within : window;

    private static (long FromMs, long ToMs) PreviousOf(Window window, long nowMs)
    {
        var now = Asked(window, nowMs);
        if (window is SlidingWindow or RangeWindow) return (now.FromMs - (now.EndMs - now.FromMs), now.FromMs);
        var before = Asked(window, now.FromMs - 1).FromMs;
        return window is PeriodWindow { IsPrevious: true } or IntervalWindow { IsPrevious: true }
            ? (Asked(window, now.FromMs).FromMs, now.FromMs)
            : (before, Math.Min(before + nowMs - now.FromMs, now.FromMs));
    }

    private static (long FromMs, long ToMs) BeforeOf(Window window, int days, TimeZoneInfo zone, long nowMs)
    {
        if (window is RangeWindow range)
            return (Before(range.From.UnixMs, days, zone), Before(Math.Min(range.To?.UnixMs ?? nowMs, nowMs), days, zone));
        var then = Asked(window, Before(nowMs, days, zone));
        return (then.FromMs, then.EndMs);
    }

    // The first moment at which the clock shows the time of the day before; where it never does, when it goes on.
    private static long Before(long ms, int days, TimeZoneInfo zone)
    {
        for (var local = LocalOf(zone, ms).AddDays(-days); ; local = local.AddMinutes(15))
        {
            for (var quarter = -12; quarter <= 12; quarter++)
            {
                var thenMs = ms - days * 96 * Quarter + quarter * Quarter;
                if (LocalOf(zone, thenMs) == local) return thenMs;
            }
        }
    }

    private static DateTime LocalOf(TimeZoneInfo zone, long ms)
        => TimeZoneInfo.ConvertTime(new Instant(ms).ToDateTimeOffset(), zone).DateTime;

    public static ModelWindow AllKept(long nowMs) => Of(new RangeWindow(Instant.MinValue, null), nowMs);

    private static ModelWindow Asked(Window window, long nowMs) => window switch
    {
        SlidingWindow sliding => Open(Down(nowMs - (long)sliding.Length.TotalMilliseconds, WidthOf(sliding.Length)), nowMs),
        PeriodWindow period => Part(nowMs, period.IsPrevious, ms => PeriodOf(period, ms)),
        IntervalWindow interval => Part(nowMs, interval.IsPrevious, ms => HourPartOf(interval, ms)),
        HoursWindow hours => Asked(hours.Within, nowMs) with { IsOpen = ModelHours.Of(hours) },
        RangeWindow range => Range(range.From.UnixMs, range.To?.UnixMs, nowMs),
        _ => throw new ArgumentException($"The model does not know {window.GetType().Name}."),
    };

    // What a source's clock puts ahead of the server's is in a window that ends now.
    private static ModelWindow Open(long fromMs, long nowMs) => new(fromMs, long.MaxValue, nowMs);

    private static ModelWindow Range(long fromMs, long? toMs, long nowMs)
    {
        var startMs = Down(fromMs, WidthOf(TimeSpan.FromMilliseconds(nowMs - fromMs)));
        if (toMs is not { } askedMs) return Open(startMs, nowMs);
        var width = WidthOf(TimeSpan.FromMilliseconds(nowMs - askedMs));
        var endMs = Down(askedMs, width);
        if (endMs < askedMs) endMs += width;
        return new(startMs, endMs, Math.Min(endMs, nowMs)) { NowMs = nowMs };
    }

    // All zones shift by whole quarters of an hour, so parts of the clock and the calendar begin on one.
    private static ModelWindow Part(long nowMs, bool isPrevious, Func<long, string> nameOf)
    {
        var startMs = StartOf(nowMs);
        if (!isPrevious) return Open(startMs, nowMs);
        return new(StartOf(startMs - 1), startMs, startMs) { NowMs = nowMs };

        long StartOf(long ms)
        {
            var quarterMs = Down(ms, Quarter);
            while (nameOf(quarterMs - 1) == nameOf(ms)) quarterMs -= Quarter;
            return quarterMs;
        }
    }

    private static string PeriodOf(PeriodWindow period, long ms)
    {
        var day = DayOf(period.Zone, ms);
        if (period.Unit == PeriodUnit.Week) while (day.DayOfWeek != period.WeekStart) day = day.AddDays(-1);
        return period.Unit switch
        {
            PeriodUnit.Month => $"{day.Year} {day.Month}",
            PeriodUnit.Quarter => $"{day.Year} {(day.Month + 2) / 3}",
            _ => $"{day}",
        };
    }

    // With the offset: an hour that the clock shows twice is two.
    private static string HourPartOf(IntervalWindow interval, long ms)
    {
        var local = TimeZoneInfo.ConvertTime(new Instant(ms).ToDateTimeOffset(), interval.Zone ?? TimeZoneInfo.Utc);
        return $"{local.Date} {local.Hour} {local.Minute / (int)interval.Length.TotalMinutes} {local.Offset}";
    }

    private static long WidthOf(TimeSpan length)
    {
        if (length <= TimeSpan.FromMinutes(10)) return Second;
        if (length <= TimeSpan.FromHours(2)) return 10 * Second;
        return length <= TimeSpan.FromHours(50) ? Minute : Quarter;
    }

    private static long Down(long ms, long step) => ms - ms % step;

    private static DateOnly DayOf(TimeZoneInfo zone, long ms)
        => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(new Instant(ms).ToDateTimeOffset(), zone).DateTime);
}
