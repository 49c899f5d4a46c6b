using CallCenter.Core.Identity;

namespace CallCenter.Core.Windows;

/// <summary>The edges of a span at one instant: [start, end), the start on a whole slot.</summary>
/// <param name="From">Start, seconds since 1970.</param>
/// <param name="To">First slot past the end; past all slots for a span that ends now, so that what a source's clock puts a few
/// seconds ahead is in it.</param>
public readonly record struct WindowEdges(uint From, uint To, Instant End)
{
    public Instant Start => new(From * 1000L);

    /// <summary>First slot that starts at or after the end: what begins there has taken no time yet.</summary>
    public uint PastEnd => SlotAfter(End);

    /// <summary>A span that ends now.</summary>
    internal static WindowEdges UntilNow(long fromSeconds, Instant now) => new(Slot(fromSeconds), uint.MaxValue, now);

    /// <summary>A span from one moment to another; if that is still to come, what there is of it now.</summary>
    internal static WindowEdges Between(Instant from, Instant to, Instant now)
        => new(Slot(from.UnixSeconds), SlotAfter(to), Instant.Max(from, Instant.Min(to, now)));

    private static uint Slot(long seconds) => (uint)Math.Clamp(seconds, 0, uint.MaxValue);

    private static uint SlotAfter(Instant at) => Slot((at.UnixMs + 999) / 1000);
}
