namespace CallCenter.Core.Measures;

/// <summary>
/// The waits that are counted exactly, so that a service level at any of them is exact. Fixed for all installations: the
/// index is stored, and a changed list would rewrite history. The first twelve hold those of Amazon Connect; the long ones serve
/// e-mail and tickets.
/// </summary>
public static class WaitThresholds
{
    private static readonly int[] Seconds =
        [5, 10, 15, 20, 25, 30, 40, 45, 60, 90, 120, 180, 240, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400];

    public static int Count => Seconds.Length;

    /// <summary>Index of 20 s. Own thresholds are stored as what differs from it: never change it.</summary>
    public const int Standard = 3;

    /// <summary>Index of 5 s, the same for short abandons.</summary>
    public const int StandardShortAbandon = 0;

    public static TimeSpan At(int index) => TimeSpan.FromSeconds(Seconds[index]);

    /// <summary>Index of a threshold, or -1 when it is not counted.</summary>
    public static int IndexOf(TimeSpan threshold)
        => threshold.Ticks % TimeSpan.TicksPerSecond == 0 && threshold < TimeSpan.FromDays(2)
            ? Array.IndexOf(Seconds, (int)threshold.TotalSeconds) : -1;

    /// <summary>Index of the first threshold that the wait is within (inclusive); <see cref="Count"/> when it is beyond all.</summary>
    public static int BucketOf(long waitMs)
    {
        var i = 0;
        while (i < Seconds.Length && waitMs > Seconds[i] * 1000L) i++;
        return i;
    }
}
