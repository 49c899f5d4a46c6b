namespace CallCenter.Core.Identity;

/// <summary>Number that grows with each new owner of a source; a commit with an older one is refused.</summary>
public readonly record struct Fence(long Value)
{
    public static readonly Fence None = new(0);

    public Fence Next => new(Value + 1);

    // That of a record would write the next one too, and so on without end.
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
