namespace CallCenter.Core.Identity;

/// <summary>One adapter identity with its own sequence of events. Compared byte by byte.</summary>
public readonly record struct SourceId(string Value)
{
    public override string ToString() => Value;
}
