using CallCenter.Core.Identity;

namespace CallCenter.Core.Windows;

/// <summary>What a value is compared with, in the protocol's order: that of another window, or those of other groups.</summary>
public enum Comparison
{
    /// <summary>The window of the same length right before; of a current day, week or other period, the one before up to as far into
    /// it.</summary>
    Previous = 1,

    /// <summary>The same window as of a day ago, by the clock.</summary>
    DayBefore = 2,

    /// <summary>The same window as of a week ago, by the clock: the same weekday.</summary>
    WeekBefore = 3,

    /// <summary>The place of the value among those of its peers.</summary>
    Rank = 4,

    /// <summary>The share of peers with a smaller value.</summary>
    Percentile = 5,
}

/// <summary>The window that another is compared with. Its edges are rounded down to whole slots of the width that is kept at their age, so
/// that "the same moment" is that to the minute, or after 52 hours to the quarter of an hour.</summary>
/// <param name="Of">Sliding, interval, period or range.</param>
/// <param name="Zone">By whose clock it is a day, or a week, ago.</param>
internal sealed record ComparedWindow(Window Of, Comparison By, TimeZoneInfo Zone) : Window
{
    /// <summary>The window to compare with; null: there is none.</summary>
    public static Window? ToCompare(Window window, Comparison by, TimeZoneInfo zone) => window switch
    {
        HoursWindow hours => ToCompare(hours.Within, by, zone) is { } within ? hours with { Within = within } : null,
        SlidingWindow or IntervalWindow or PeriodWindow or RangeWindow => new ComparedWindow(window, by, zone),
        _ => null,
    };

    public override WindowEdges EdgesAt(Instant now)
    {
        var (from, to) = By == Comparison.Previous ? PreviousAt(now) : BeforeAt(now, By == Comparison.DayBefore ? 1 : 7);
        return WindowEdges.Between(Down(from, now), Down(to, now), now);
    }

    private (Instant From, Instant To) PreviousAt(Instant now)
    {
        var edges = Of.EdgesAt(now);
        if (Of is SlidingWindow or RangeWindow) return (edges.Start - (edges.End - edges.Start), edges.Start);
        var before = Of.EdgesAt(edges.Start - TimeSpan.FromMilliseconds(1));
        if (IsOver) return (Of.EdgesAt(edges.Start).Start, edges.Start);
        return (before.Start, Instant.Min(before.Start + (now - edges.Start), edges.Start));
    }

    private (Instant From, Instant To) BeforeAt(Instant now, int days)
    {
        if (Of is RangeWindow range) return (Before(range.From, days), Before(Instant.Min(range.To ?? now, now), days));
        var edges = Of.EdgesAt(Before(now, days));
        return (edges.Start, edges.End);
    }

    // The current one so far, or the one before, which is over.
    private bool IsOver => Of is IntervalWindow { IsPrevious: true } or PeriodWindow { IsPrevious: true };

    private Instant Before(Instant at, int days)
    {
        var local = TimeZoneInfo.ConvertTime(at.ToDateTimeOffset(), Zone).DateTime;
        return LocalTime.At(Zone, local.AddDays(-days));
    }

    private static Instant Down(Instant at, Instant now)
    {
        var width = SlotLadder.LevelOf(now - at).Width;
        return new Instant((at.UnixSeconds - at.UnixSeconds % width) * 1000);
    }
}
