namespace CallCenter.Core.Log;

/// <summary>Counts stored content of a newer version that was skipped. A node that skipped some must not fold the shard: the fold would
/// lose it.</summary>
public sealed class SkippedContent
{
    /// <summary>Values of measures that this version does not know.</summary>
    public long Measures { get; set; }

    /// <summary>Records with fields at their end that this version does not know.</summary>
    public long Records { get; set; }

    public bool IsEmpty => Measures == 0 && Records == 0;

    public void Add(SkippedContent other)
    {
        Measures += other.Measures;
        Records += other.Records;
    }

    public override string ToString() => $"{Measures} values of unknown measures, {Records} records with unknown fields";
}
