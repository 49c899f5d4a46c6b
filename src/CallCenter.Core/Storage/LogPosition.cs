namespace CallCenter.Core.Storage;

/// <summary>Place of an entry in a shard's log; grows. Two parts, since a Redis stream's ids have two.</summary>
public readonly record struct LogPosition(long Major, long Minor) : IComparable<LogPosition>
{
    /// <summary>Before the first entry.</summary>
    public static readonly LogPosition Start = new(0, 0);

    /// <summary>After every entry.</summary>
    public static readonly LogPosition End = new(long.MaxValue, long.MaxValue);

    public int CompareTo(LogPosition other) => Major != other.Major ? Major.CompareTo(other.Major) : Minor.CompareTo(other.Minor);

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Major}-{Minor}");

    public static bool operator <(LogPosition a, LogPosition b) => a.CompareTo(b) < 0;
    public static bool operator >(LogPosition a, LogPosition b) => a.CompareTo(b) > 0;
    public static bool operator <=(LogPosition a, LogPosition b) => a.CompareTo(b) <= 0;
    public static bool operator >=(LogPosition a, LogPosition b) => a.CompareTo(b) >= 0;
}
