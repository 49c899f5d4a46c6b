using CallCenter.Core.Identity;

namespace CallCenter.Core.Windows;

/// <summary>The edges of a window at one instant: [start, end), the start on a whole slot.</summary>
/// <param name="From">Start, seconds since 1970.</param>
/// <param name="To">First slot past the end; past all slots for a window that ends now, so that what a source's clock puts a few
/// seconds ahead is in it.</param>
public readonly record struct WindowEdges(uint From, uint To, Instant End)
{
    public Instant Start => new(From * 1000L);

    /// <summary>The instant; after the end of a window that is over.</summary>
    public Instant Now { get; init; } = End;

    /// <summary>First slot that starts at or after the end: what begins there has taken no time yet.</summary>
    public uint PastEnd => (uint)Math.Clamp((End.UnixMs + 999) / 1000, 0, uint.MaxValue);
}

/// <summary>A span of time, as asked for.</summary>
public abstract record Window
{
    public static readonly TimeSpan SlidingMin = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan SlidingMax = TimeSpan.FromDays(8);

    public abstract WindowEdges EdgesAt(Instant now);

    /// <summary>How long before now it starts, at most.</summary>
    public abstract TimeSpan Reach { get; }

    private protected static WindowEdges UntilNow(long fromSeconds, Instant now) => new(Slot(fromSeconds), uint.MaxValue, now);

    private protected static uint Slot(long seconds) => (uint)Math.Clamp(seconds, 0, uint.MaxValue);
}

/// <summary>The last so much time.</summary>
public sealed record SlidingWindow(TimeSpan Length) : Window
{
    public override TimeSpan Reach => Length;

    public override WindowEdges EdgesAt(Instant now)
    {
        var width = SlotLadder.LevelOf(Length).Width;
        var start = (now - Length).UnixSeconds;
        return UntilNow(start - start % width, now);
    }
}

/// <summary>
/// Since the last local midnight. Days are 23, 24 or 25 hours by the zone's own rules; where midnight itself is skipped, the day
/// starts when the clock does.
/// </summary>
public sealed record SinceMidnightWindow(TimeZoneInfo Zone) : Window
{
    public override TimeSpan Reach => TimeSpan.FromHours(25);

    public override WindowEdges EdgesAt(Instant now)
    {
        var local = TimeZoneInfo.ConvertTime(now.ToDateTimeOffset(), Zone);
        var midnight = local.Date;
        while (Zone.IsInvalidTime(midnight)) midnight = midnight.AddMinutes(15);
        // Where midnight comes twice, the day starts with the first: the larger offset.
        var offset = Zone.IsAmbiguousTime(midnight) ? Zone.GetAmbiguousTimeOffsets(midnight).Max() : Zone.GetUtcOffset(midnight);
        return UntilNow(new DateTimeOffset(midnight, offset).ToUnixTimeSeconds(), now);
    }

    public bool Equals(SinceMidnightWindow? other) => other is not null && other.Zone.Id == Zone.Id;
    public override int GetHashCode() => Zone.Id.GetHashCode(StringComparison.Ordinal);
}

/// <summary>A part of the clock's hour: 15, 30 or 60 minutes; the current one, or the one before, which has ended.</summary>
/// <param name="Zone">Whose clock, UTC when null: in some zones hours begin at a half or quarter of UTC's.</param>
public sealed record IntervalWindow(TimeSpan Length, bool IsPrevious, TimeZoneInfo? Zone = null) : Window
{
    public override TimeSpan Reach => IsPrevious ? 2 * Length : Length;

    public override WindowEdges EdgesAt(Instant now)
    {
        var length = (long)Length.TotalSeconds;
        var local = now.UnixSeconds + (long)(Zone ?? TimeZoneInfo.Utc).GetUtcOffset(now.ToDateTimeOffset()).TotalSeconds;
        var start = now.UnixSeconds - local % length;
        return IsPrevious
            ? new WindowEdges(Slot(start - length), Slot(start), new Instant(start * 1000)) { Now = now }
            : UntilNow(start, now);
    }
}
