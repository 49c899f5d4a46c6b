namespace CallCenter.Core.Identity;

/// <summary>A moment, in whole milliseconds since 1970-01-01 UTC.</summary>
public readonly record struct Instant(long UnixMs) : IComparable<Instant>
{
    /// <summary>Before every moment that can be sent; far enough from the ends of time that differences to it do not overflow.</summary>
    public static readonly Instant MinValue = new(-62_135_596_800_000);

    /// <summary>Whole seconds since 1970, rounded down: the finest slot that the moment lies in.</summary>
    public long UnixSeconds => Math.DivRem(UnixMs, 1000, out var rest) - (rest < 0 ? 1 : 0);

    public int CompareTo(Instant other) => UnixMs.CompareTo(other.UnixMs);

    public static Instant Max(Instant a, Instant b) => a.UnixMs >= b.UnixMs ? a : b;
    public static Instant Min(Instant a, Instant b) => a.UnixMs <= b.UnixMs ? a : b;
    public static Instant FromDateTimeOffset(DateTimeOffset time) => new(time.ToUnixTimeMilliseconds());
    public DateTimeOffset ToDateTimeOffset() => DateTimeOffset.FromUnixTimeMilliseconds(UnixMs);

    public static Instant operator +(Instant a, TimeSpan b) => new(a.UnixMs + (long)b.TotalMilliseconds);
    public static Instant operator -(Instant a, TimeSpan b) => new(a.UnixMs - (long)b.TotalMilliseconds);
    public static TimeSpan operator -(Instant a, Instant b) => TimeSpan.FromMilliseconds(a.UnixMs - b.UnixMs);
    public static bool operator <(Instant a, Instant b) => a.UnixMs < b.UnixMs;
    public static bool operator >(Instant a, Instant b) => a.UnixMs > b.UnixMs;
    public static bool operator <=(Instant a, Instant b) => a.UnixMs <= b.UnixMs;
    public static bool operator >=(Instant a, Instant b) => a.UnixMs >= b.UnixMs;
}
