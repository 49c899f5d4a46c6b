using CallCenter.Core.Identity;

namespace CallCenter.Core.Windows;

/// <summary>From one moment to another, widened to whole slots of the width that is kept at their age.</summary>
/// <param name="To">Null, or still to come: until now.</param>
public sealed record RangeWindow(Instant From, Instant? To) : Window
{
    public override WindowEdges EdgesAt(Instant now)
    {
        var from = Down(From, WidthAt(From, now));
        if (To is not { } to) return WindowEdges.UntilNow(from.UnixSeconds, Instant.Max(from, now));
        var width = WidthAt(to, now);
        return WindowEdges.Between(from, Down(to + TimeSpan.FromSeconds(width) - TimeSpan.FromMilliseconds(1), width), now);
    }

    private static uint WidthAt(Instant edge, Instant now) => SlotLadder.LevelOf(now - edge).Width;

    private static Instant Down(Instant at, uint width) => new((at.UnixSeconds - at.UnixSeconds % width) * 1000);
}
