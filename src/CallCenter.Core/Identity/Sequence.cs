namespace CallCenter.Core.Identity;

/// <summary>Number of an event within its source; the first is 1, and 0 stands before it.</summary>
public readonly record struct Sequence(long Value) : IComparable<Sequence>
{
    public static readonly Sequence None = new(0);

    public Sequence Next => new(Value + 1);
    public Sequence Previous => new(Value - 1);

    public int CompareTo(Sequence other) => Value.CompareTo(other.Value);
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static Sequence operator +(Sequence a, long count) => new(a.Value + count);
    public static long operator -(Sequence a, Sequence b) => a.Value - b.Value;
    public static bool operator <(Sequence a, Sequence b) => a.Value < b.Value;
    public static bool operator >(Sequence a, Sequence b) => a.Value > b.Value;
    public static bool operator <=(Sequence a, Sequence b) => a.Value <= b.Value;
    public static bool operator >=(Sequence a, Sequence b) => a.Value >= b.Value;
}
