namespace CallCenter.Core.Windows;

/// <summary>A width of slots and how long they are kept.</summary>
/// <param name="Width">Seconds.</param>
/// <param name="WindowMax">Longest window, in seconds, whose left edge lies on a slot of this width.</param>
/// <param name="Kept">Seconds; longer than the window, so that an edge never meets a slot just dropped.</param>
/// <param name="BlockLength">Seconds that one stored block of such slots spans.</param>
public readonly record struct SlotLevel(uint Width, uint WindowMax, uint Kept, uint BlockLength);

/// <summary>The widths of slots, finest first. Each is a whole multiple of the one before.</summary>
public static class SlotLadder
{
    private const uint Minute = 60, Hour = 60 * Minute, Day = 24 * Hour;

    public static readonly SlotLevel[] Levels =
    [
        new(1, 10 * Minute, 12 * Minute, Minute),
        new(10, 2 * Hour, 2 * Hour + 30 * Minute, 10 * Minute),
        new(Minute, 50 * Hour, 52 * Hour, Hour),
        new(15 * Minute, 9 * Day, 10 * Day, Day),
    ];

    /// <summary>The level on whose slots the left edge of a window of this length lies.</summary>
    public static SlotLevel LevelOf(TimeSpan window)
    {
        foreach (var level in Levels)
        {
            if (window.TotalSeconds <= level.WindowMax) return level;
        }
        return Levels[^1];
    }

    // Where the base block ends, on a whole day, slots must not be merged: two days more than are kept, the second for a clock ahead.
    private static readonly uint BaseAge = Levels[^1].Kept + 2 * Day;

    /// <summary>Width of the slots that are still needed of this age; of slots older than all, only the sum.</summary>
    public static uint WidthAt(uint age)
    {
        foreach (var level in Levels)
        {
            if (age <= level.Kept) return level.Width;
        }
        return age <= BaseAge ? Levels[^1].Width : uint.MaxValue;
    }
}
