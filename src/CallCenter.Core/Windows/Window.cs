using CallCenter.Core.Identity;

namespace CallCenter.Core.Windows;

/// <summary>A span of time, as asked for.</summary>
public abstract record Window
{
    public static readonly TimeSpan SlidingMin = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan SlidingMax = TimeSpan.FromDays(8);

    /// <summary>How long counts are kept where windows may be this long. Longer, since clocks differ and late events change old
    /// slots.</summary>
    public static TimeSpan KeptOf(TimeSpan windowMax) => windowMax + windowMax / 4;

    /// <summary>Whether the time that counts depends on the contacts of a group.</summary>
    public virtual bool ReadsContacts => false;

    /// <summary>The first moment and the last.</summary>
    public abstract WindowEdges EdgesAt(Instant now);

    /// <summary>The time in it that counts.</summary>
    /// <param name="oldest">Moment from which on counts are kept.</param>
    /// <param name="groups">The rows of each group that it is asked of, for windows that differ by row or group.</param>
    public virtual WindowSpans SpansAt(Instant now, Instant oldest, IEnumerable<IEnumerable<RowHistory>> groups)
        => WindowSpans.Of(EdgesAt(now), now, oldest);
}

/// <summary>The last so much time.</summary>
public sealed record SlidingWindow(TimeSpan Length) : Window
{
    public override WindowEdges EdgesAt(Instant now)
    {
        var width = SlotLadder.LevelOf(Length).Width;
        var start = (now - Length).UnixSeconds;
        return WindowEdges.UntilNow(start - start % width, now);
    }
}

/// <summary>A part of the clock's hour: 15, 30 or 60 minutes; the current one, or the one before, which has ended.</summary>
/// <param name="Zone">Whose clock, UTC when null: in some zones hours begin at a half or quarter of UTC's.</param>
public sealed record IntervalWindow(TimeSpan Length, bool IsPrevious, TimeZoneInfo? Zone = null) : Window
{
    public override WindowEdges EdgesAt(Instant now)
    {
        var start = StartOf(now);
        return IsPrevious
            ? WindowEdges.Between(StartOf(start - TimeSpan.FromMilliseconds(1)), start, now)
            : WindowEdges.UntilNow(start.UnixSeconds, now);
    }

    private Instant StartOf(Instant at) => LocalTime.StartOfInterval(Zone ?? TimeZoneInfo.Utc, Length, at);
}
